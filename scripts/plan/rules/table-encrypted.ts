import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const tableEncrypted: Rule = {
  id: 'table-encrypted',
  title: 'Tables are encrypted by KMS',
  row: 'own',
  checkov: 'CKV_AWS_119',
  trivy: 'AWS-0025',
  severity: 'high',
  appliesTo: ['aws_dynamodb_table'],
  fix: 'Set server_side_encryption.enabled.',
  check: (table) => mustBe(table, 'server_side_encryption.enabled', true),
}
