import { requires } from '../judge/faults'
import type { Rule } from '../judge/rule'

const MIN_CHARACTERS = 12

export const cognitoPasswordLength: Rule = {
  id: 'cognito-password-length',
  title: 'Passwords have twelve characters or more',
  row: 'own',
  severity: 'medium',
  appliesTo: ['aws_cognito_user_pool'],
  fix: 'Set password_policy.minimum_length.',
  check: (pool) =>
    requires(pool, 'password_policy.minimum_length', {
      expected: `${MIN_CHARACTERS} or more`,
      holds: (length) => typeof length === 'number' && length >= MIN_CHARACTERS,
    }),
}
