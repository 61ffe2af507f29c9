import { requires, texts } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const cognitoNoImplicitGrant: Rule = {
  id: 'cognito-no-implicit-grant',
  title: 'No token goes through the address bar',
  row: 'own',
  severity: 'high',
  appliesTo: ['aws_cognito_user_pool_client'],
  fix: 'Allow the flow code alone, or client_credentials for machines.',
  check: (client) =>
    requires(client, 'allowed_oauth_flows', {
      expected: 'without implicit',
      holds: (flows) => !texts(flows).includes('implicit'),
    }),
}
