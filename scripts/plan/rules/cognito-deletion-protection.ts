import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const cognitoDeletionProtection: Rule = {
  id: 'cognito-deletion-protection',
  title: 'User pools refuse to be deleted',
  row: 'own',
  severity: 'high',
  appliesTo: ['aws_cognito_user_pool'],
  fix: 'Set deletion_protection to ACTIVE.',
  check: (pool) => mustBe(pool, 'deletion_protection', 'ACTIVE'),
}
