import { requires, texts } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const rdsLogsExported: Rule = {
  id: 'rds-logs-exported',
  title: 'PostgreSQL logs go to CloudWatch',
  row: 21,
  checkov: 'CKV_AWS_129',
  severity: 'medium',
  appliesTo: ['aws_db_instance'],
  fix: 'Name postgresql in enabled_cloudwatch_logs_exports.',
  check: (instance) =>
    requires(instance, 'enabled_cloudwatch_logs_exports', {
      expected: 'a list with "postgresql"',
      holds: (logs) => texts(logs).includes('postgresql'),
    }),
}
