import { requires } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const cognitoMfa: Rule = {
  id: 'cognito-mfa',
  title: 'Users may have, or need, a second factor',
  row: 'own',
  severity: 'high',
  appliesTo: ['aws_cognito_user_pool'],
  fix: 'Set mfa_configuration to OPTIONAL or ON.',
  check: (pool) =>
    requires(pool, 'mfa_configuration', {
      expected: 'OPTIONAL or ON',
      holds: (mfa) => mfa === 'OPTIONAL' || mfa === 'ON',
    }),
}
