import { createHmac, timingSafeEqual } from 'node:crypto'

export type Claims = Readonly<Record<string, unknown>>

const HEADER = encode({ alg: 'HS256', typ: 'JWT' })

/** A JWT signed with HS256, as Supabase signs keys, sessions and signed URLs. */
export function signJwt(claims: Claims, secret: string): string {
  const signed = `${HEADER}.${encode(claims)}`
  return `${signed}.${signature(signed, secret)}`
}

/** A project's service key of the older kind: a token for the role that policies do not bind. */
export function serviceKey(jwtSecret: string): string {
  return signJwt({ iss: 'supabase', ref: 'rehearsal', role: 'service_role' }, jwtSecret)
}

/** A session of one of the project's users, as Auth issues it. */
export function userToken(userId: string, jwtSecret: string): string {
  return signJwt({ sub: userId, role: 'authenticated', aud: 'authenticated' }, jwtSecret)
}

/** The claims of a token that this secret signed and that has not expired; undefined for any other. */
export function verifyJwt(token: string, secret: string): Claims | undefined {
  const [header, payload, given] = token.split('.')
  if (header === undefined || payload === undefined || given === undefined) return undefined
  if (decode(header)?.alg !== 'HS256') return undefined
  const expected = Buffer.from(signature(`${header}.${payload}`, secret))
  const actual = Buffer.from(given)
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return undefined
  const claims = decode(payload)
  if (typeof claims?.exp === 'number' && claims.exp * 1000 < Date.now()) return undefined
  return claims
}

function signature(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url')
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function decode(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}
