import type { IncomingMessage } from 'node:http'
import { verifyJwt, type Claims } from './jwt'
import { accessDenied } from './storage-error'

export interface Keys {
  serviceKey: string
  jwtSecret: string
  anonKey?: string
}

/** In whose name a request runs: a database role and the claims that policies read. */
export interface Caller {
  role: string
  claims: Claims
  jwt: string
  /** The user, or undefined for the service key. */
  owner: string | undefined
  authenticated: boolean
}

/** Storage does its own book-keeping in the name of the service key. */
export function serviceCaller(keys: Keys): Caller {
  const claims = verifyJwt(keys.serviceKey, keys.jwtSecret) ?? { role: 'service_role' }
  return { role: 'service_role', claims, jwt: keys.serviceKey, owner: undefined, authenticated: true }
}

/**
 * Who sent this request: the bearer token, else `apikey` as Supabase's gateway does it.
 * @throws StorageError AccessDenied without a good token, unless the route is `optional`
 */
export function callerOf(request: IncomingMessage, keys: Keys, optional: boolean): Caller {
  const token = tokenOf(request)
  const claims = token === '' ? undefined : claimsOf(token, keys)
  if (claims === undefined) {
    if (!optional) throw accessDenied(token === '' ? 'Invalid Compact JWS' : 'signature verification failed')
    return { role: 'anon', claims: { role: 'anon' }, jwt: '', owner: undefined, authenticated: false }
  }
  const role = typeof claims.role === 'string' ? claims.role : 'anon'
  const owner = typeof claims.sub === 'string' ? claims.sub : undefined
  return { role, claims, jwt: token, owner, authenticated: true }
}

function tokenOf(request: IncomingMessage): string {
  const bearer = (request.headers.authorization ?? '').replace(/^Bearer\s+/i, '')
  const { apikey } = request.headers
  return bearer === '' && typeof apikey === 'string' ? apikey : bearer
}

function claimsOf(token: string, keys: Keys): Claims | undefined {
  if (token === keys.serviceKey) return serviceCaller(keys).claims
  if (token === keys.anonKey) return { role: 'anon' }
  return verifyJwt(token, keys.jwtSecret)
}
