import type { Request } from 'express'
import { TokenRefused, type TokenVerifier } from '../shared/auth/verify-token'
import { HttpProblem } from '../shared/lambda/http'

const BEARER = /^Bearer +(?<token>\S+)$/i

/** The user whose token the request carries. Throws a problem 401 without a token that is accepted. */
export async function callerOf(request: Request, verify: TokenVerifier): Promise<string> {
  const token = BEARER.exec(request.get('authorization') ?? '')?.groups?.['token']
  if (token === undefined) throw unauthorized('Send an access token as Authorization: Bearer.')
  try {
    return (await verify(token)).userId
  } catch (error) {
    if (error instanceof TokenRefused) throw unauthorized('The access token is not accepted. Sign in again.')
    throw error
  }
}

function unauthorized(detail: string): HttpProblem {
  return new HttpProblem(401, 'Unauthorized', { detail })
}
