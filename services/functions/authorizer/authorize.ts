import type {
  APIGatewayAuthorizerResult,
  APIGatewayRequestAuthorizerEvent,
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerResult,
  APIGatewaySimpleAuthorizerWithContextResult,
} from 'aws-lambda'
import { TokenRefused, type TokenVerifier, type VerifiedToken } from '../../shared/auth/verify-token'
import type { Log } from '../../shared/lambda/log'
import { tokenOfConnection, tokenOfRequest } from './token'

export interface AuthorizerDependencies {
  readonly verify: TokenVerifier
  readonly log: Log
}

/** What the functions behind the gateway learn: `requestContext.authorizer.lambda` (HTTP) or `.authorizer` (WebSocket). */
export interface CallerContext extends Readonly<Pick<VerifiedToken, 'userId' | 'issuer'>> {
  /** The token's `role`, as row level security knows it. Absent where the token has none. */
  readonly role?: string
}

type HttpAnswer =
  APIGatewaySimpleAuthorizerResult | APIGatewaySimpleAuthorizerWithContextResult<CallerContext>

export type AuthorizerEvent = APIGatewayRequestAuthorizerEventV2 | APIGatewayRequestAuthorizerEvent

/**
 * Answers both gateways: an HTTP API with a simple response (payload 2.0), a WebSocket API's $connect with a policy.
 * A token that is not accepted is refused; keys or secrets that cannot be read are an error, which the gateway answers
 * with 500: nobody is let in and nobody is told that their token is bad.
 */
export async function authorize(
  event: AuthorizerEvent,
  dependencies: AuthorizerDependencies,
): Promise<HttpAnswer | APIGatewayAuthorizerResult> {
  if ('version' in event) {
    const caller = await callerOf(tokenOfRequest(event), dependencies)
    return caller === undefined ? { isAuthorized: false } : { isAuthorized: true, context: caller }
  }
  const caller = await callerOf(tokenOfConnection(event), dependencies)
  return policy(event.methodArn, caller)
}

async function callerOf(
  token: string | undefined,
  { verify, log }: AuthorizerDependencies,
): Promise<CallerContext | undefined> {
  if (token === undefined) return undefined
  try {
    const { userId, issuer, claims } = await verify(token)
    const role = claims['role']
    return { userId, issuer, ...(typeof role === 'string' && role !== '' ? { role } : {}) }
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error
    log.info('refused', { reason: error.message })
    return undefined
  }
}

function policy(methodArn: string, caller: CallerContext | undefined): APIGatewayAuthorizerResult {
  return {
    principalId: caller?.userId ?? 'nobody',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Action: 'execute-api:Invoke',
          Effect: caller === undefined ? 'Deny' : 'Allow',
          Resource: methodArn,
        },
      ],
    },
    ...(caller === undefined ? {} : { context: { ...caller } }),
  }
}
