import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const cognitoHidesUsers: Rule = {
  id: 'cognito-hides-users',
  title: 'An answer does not tell whether a user exists',
  row: 'own',
  severity: 'medium',
  appliesTo: ['aws_cognito_user_pool_client'],
  fix: 'Set prevent_user_existence_errors to ENABLED.',
  check: (client) => mustBe(client, 'prevent_user_existence_errors', 'ENABLED'),
}
