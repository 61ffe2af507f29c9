import { mustNotBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const identityPoolNoGuests: Rule = {
  id: 'identity-pool-no-guests',
  title: 'No identity pool gives credentials to guests',
  row: 76,
  checkov: 'CKV_AWS_366',
  severity: 'high',
  appliesTo: ['aws_cognito_identity_pool'],
  fix: 'Leave allow_unauthenticated_identities off.',
  check: (pool) => mustNotBe(pool, 'allow_unauthenticated_identities', true),
}
