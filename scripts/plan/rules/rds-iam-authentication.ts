import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const rdsIamAuthentication: Rule = {
  id: 'rds-iam-authentication',
  title: 'Databases accept IAM authentication',
  row: 19,
  checkov: 'CKV_AWS_161',
  trivy: 'AWS-0176',
  severity: 'medium',
  appliesTo: ['aws_db_instance'],
  fix: 'Set iam_database_authentication_enabled.',
  check: (instance) => mustBe(instance, 'iam_database_authentication_enabled', true),
}
