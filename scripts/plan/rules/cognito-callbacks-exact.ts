import { shown, texts } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const cognitoCallbacksExact: Rule = {
  id: 'cognito-callbacks-exact',
  title: 'Sign-in returns to exact addresses',
  row: 'own',
  severity: 'high',
  appliesTo: ['aws_cognito_user_pool_client'],
  fix: 'Write each URL in full.',
  check: ({ values }) =>
    ['callback_urls', 'logout_urls'].flatMap((name) =>
      texts(values[name])
        .filter((url) => url.includes('*'))
        .map((url) => ({ attribute: name, found: shown(url), expected: 'no wildcard' })),
    ),
}
