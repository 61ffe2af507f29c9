import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const tableDeletionProtection: Rule = {
  id: 'table-deletion-protection',
  title: 'Tables refuse to be deleted',
  row: 'own',
  severity: 'medium',
  appliesTo: ['aws_dynamodb_table'],
  fix: 'Set deletion_protection_enabled.',
  check: (table) => mustBe(table, 'deletion_protection_enabled', true),
}
