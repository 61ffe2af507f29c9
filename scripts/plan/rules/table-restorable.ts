import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const tableRestorable: Rule = {
  id: 'table-restorable',
  title: 'Tables can be restored to any second',
  row: 'own',
  checkov: 'CKV_AWS_28',
  trivy: 'AWS-0024',
  severity: 'medium',
  appliesTo: ['aws_dynamodb_table'],
  fix: 'Set point_in_time_recovery.enabled.',
  check: (table) => mustBe(table, 'point_in_time_recovery.enabled', true),
}
