import { CognitoUserPoolClient } from '@cdktf/provider-aws/lib/cognito-user-pool-client'
import { conditional, Token, type TerraformVariable } from 'cdktf'
import { Construct } from 'constructs'
import type { UserPool } from './user-pool'

export interface UserPoolClientProps {
  readonly name: string
  readonly userPool: UserPool
  /** Users sign in by password (SRP: it never leaves the browser). */
  readonly password: boolean
  /** Boolean variable: the browser sends the password, because the migration trigger has to see it. @default never */
  readonly passwordInRequest?: TerraformVariable
  /** Users sign in by a challenge of the pool's own program. @default false */
  readonly challenge?: boolean
  /** https only. */
  readonly callbackUrls: readonly string[]
  readonly accessTokenMinutes: number
  readonly refreshTokenDays: number
}

/** Long enough to open the mail: AWS's limit. */
const SESSION_MINUTES = 15

const READABLE = [
  'email',
  'email_verified',
  'name',
  'picture',
  'locale',
  'custom:app_metadata',
  'custom:user_metadata',
]
/** Not app_metadata: roles stand in it, and nobody gives a role to himself. */
const WRITABLE = ['email', 'name', 'picture', 'locale', 'custom:user_metadata']

/** A browser's application. It can keep no secret, so it has none: what protects it is PKCE, https and short tokens. */
export class UserPoolClient extends Construct {
  readonly client: CognitoUserPoolClient

  constructor(scope: Construct, id: string, props: UserPoolClientProps) {
    super(scope, id)
    const insecure = props.callbackUrls.filter((url) => !url.startsWith('https://') || url.includes('*'))
    if (insecure.length > 0) throw new RangeError(`${insecure.join(', ')} given, expected exact https URLs`)
    this.client = new CognitoUserPoolClient(this, 'client', {
      name: props.name,
      userPoolId: props.userPool.pool.id,
      generateSecret: false,
      explicitAuthFlows: flowsOf(props),
      // The code flow alone: an implicit grant would put tokens into the address bar.
      allowedOauthFlowsUserPoolClient: true,
      allowedOauthFlows: ['code'],
      allowedOauthScopes: ['openid', 'email', 'profile'],
      supportedIdentityProviders: ['COGNITO'],
      callbackUrls: [...props.callbackUrls],
      logoutUrls: [...props.callbackUrls],
      preventUserExistenceErrors: 'ENABLED',
      enableTokenRevocation: true,
      authSessionValidity: SESSION_MINUTES,
      accessTokenValidity: props.accessTokenMinutes,
      idTokenValidity: props.accessTokenMinutes,
      refreshTokenValidity: props.refreshTokenDays,
      tokenValidityUnits: [{ accessToken: 'minutes', idToken: 'minutes', refreshToken: 'days' }],
      readAttributes: READABLE,
      writeAttributes: WRITABLE,
    })
  }
}

function flowsOf({ password, passwordInRequest, challenge = false }: UserPoolClientProps): string[] {
  const flows = [
    'ALLOW_REFRESH_TOKEN_AUTH',
    ...(password ? ['ALLOW_USER_SRP_AUTH'] : []),
    ...(challenge ? ['ALLOW_CUSTOM_AUTH'] : []),
  ]
  if (passwordInRequest === undefined) return flows
  return Token.asList(conditional(passwordInRequest.value, [...flows, 'ALLOW_USER_PASSWORD_AUTH'], flows))
}
