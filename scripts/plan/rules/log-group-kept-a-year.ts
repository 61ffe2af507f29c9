import { requires } from '../judge/faults'
import type { Rule } from '../judge/rule'

const YEAR_DAYS = 365

export const logGroupKeptAYear: Rule = {
  id: 'log-group-kept-a-year',
  title: 'Logs are kept for a year',
  row: 79,
  checkov: 'CKV_AWS_66, CKV_AWS_338',
  severity: 'low',
  appliesTo: ['aws_cloudwatch_log_group'],
  fix: 'Set retention_in_days to 365 or more.',
  check: (group) =>
    requires(group, 'retention_in_days', {
      expected: `${YEAR_DAYS} days or more, or for ever (0)`,
      holds: (days) => days === 0 || (typeof days === 'number' && days >= YEAR_DAYS),
    }),
}
