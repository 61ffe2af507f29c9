import { shown, texts } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const cognitoCallbacksHttps: Rule = {
  id: 'cognito-callbacks-https',
  title: 'Sign-in returns to https addresses only',
  row: 'own',
  severity: 'high',
  appliesTo: ['aws_cognito_user_pool_client'],
  fix: 'Write https URLs.',
  check: ({ values }) =>
    ['callback_urls', 'logout_urls', 'default_redirect_uri'].flatMap((name) =>
      texts(values[name])
        .filter((url) => !url.startsWith('https://') && !url.startsWith('${'))
        .map((url) => ({ attribute: name, found: shown(url), expected: 'https://…' })),
    ),
}
