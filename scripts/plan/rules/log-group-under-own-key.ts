import { mustBeSet } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const logGroupUnderOwnKey: Rule = {
  id: 'log-group-under-own-key',
  title: 'Logs are under a key of our own',
  row: 79,
  checkov: 'CKV_AWS_158',
  trivy: 'AWS-0017',
  severity: 'medium',
  appliesTo: ['aws_cloudwatch_log_group'],
  fix: 'Set kms_key_id.',
  check: (group) => mustBeSet(group, 'kms_key_id', 'a KMS key'),
}
