import {
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose'

// Two issuers may sign tokens while users move from Supabase to Cognito. The issuer is read from the token before it is
// verified, and only chooses among the configured ones; it also fixes the algorithms, so a token can never choose how it
// is checked: no `none`, and no HS256 signed with a public key.

export interface CognitoIssuer {
  readonly kind: 'cognito'
  /** `https://cognito-idp.<region>.amazonaws.com/<pool>` */
  readonly issuer: string
  readonly clientIds: readonly string[]
}

export interface SupabaseIssuer {
  readonly kind: 'supabase'
  /** `https://<ref>.supabase.co/auth/v1` */
  readonly issuer: string
  /** Reads the shared secret of a project that still signs with it. @default only keys of the project's JWKS are accepted */
  readonly sharedSecret?: () => Promise<string>
}

export type TokenIssuer = CognitoIssuer | SupabaseIssuer

export interface VerifiedToken {
  /** The Supabase user id, on either side: Cognito's username is that id. */
  readonly userId: string
  readonly issuer: TokenIssuer['kind']
  readonly claims: JWTPayload
}

export interface TokenVerifierOptions {
  readonly issuers: readonly TokenIssuer[]
  /** Where keys are read, by issuer. @default `<issuer>/.well-known/jwks.json` */
  readonly jwksUrl?: (issuer: string) => URL
}

/** A token that is not accepted. The reason is for a log; the caller only learns that it has to sign in. */
export class TokenRefused extends Error {
  constructor(reason: string, options?: { cause: unknown }) {
    super(reason, options)
    this.name = 'TokenRefused'
  }
}

export type TokenVerifier = (token: string) => Promise<VerifiedToken>

/** Clocks of two machines differ by so much. */
const CLOCK_TOLERANCE_SECONDS = 5
/** A JWKS is read again after this time, as Supabase's own caches do, and at once for a key that is not in it. */
const JWKS_MAX_AGE_MS = 600_000
const JWKS_TIMEOUT_MS = 3_000

const SUPABASE_AUDIENCE = 'authenticated'
const ASYMMETRIC = { cognito: ['RS256'], supabase: ['ES256', 'RS256'] } as const

/** Accepts tokens of the given issuers. Keys are read when the first token of an issuer comes, and kept. */
export function tokenVerifier({ issuers, jwksUrl = defaultJwksUrl }: TokenVerifierOptions): TokenVerifier {
  const known = new Map(
    issuers.map((issuer) => [
      issuer.issuer,
      {
        issuer,
        keys: createRemoteJWKSet(jwksUrl(issuer.issuer), {
          cacheMaxAge: JWKS_MAX_AGE_MS,
          timeoutDuration: JWKS_TIMEOUT_MS,
        }),
      },
    ]),
  )
  return async (token) => {
    const found = known.get(issuerOf(token))
    if (found === undefined) throw new TokenRefused('an issuer that is not ours')
    const claims = await refuseBadTokens(() => verify(token, found.issuer, found.keys))
    return found.issuer.kind === 'cognito' ? fromCognito(claims, found.issuer) : fromSupabase(claims)
  }
}

function defaultJwksUrl(issuer: string): URL {
  return new URL(`${issuer}/.well-known/jwks.json`)
}

async function verify(token: string, issuer: TokenIssuer, keys: JWTVerifyGetKey): Promise<JWTPayload> {
  const common = {
    issuer: issuer.issuer,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    requiredClaims: ['sub', 'exp'],
    // A Cognito access token has no `aud`; its `client_id` is looked at below.
    ...(issuer.kind === 'supabase' ? { audience: SUPABASE_AUDIENCE } : {}),
  }
  if (issuer.kind === 'supabase' && issuer.sharedSecret !== undefined && algorithmOf(token) === 'HS256') {
    const secret = new TextEncoder().encode(await issuer.sharedSecret())
    return (await jwtVerify(token, secret, { ...common, algorithms: ['HS256'] })).payload
  }
  return (await jwtVerify(token, keys, { ...common, algorithms: [...ASYMMETRIC[issuer.kind]] })).payload
}

/** What is wrong with the token is a refusal; keys that cannot be read are a failure of ours, and stay one. */
async function refuseBadTokens<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const ours = cause instanceof errors.JWKSTimeout || cause instanceof errors.JWKSInvalid
    if (!(cause instanceof errors.JOSEError) || ours || cause.code === 'ERR_JOSE_GENERIC') throw cause
    throw new TokenRefused(cause.code, { cause })
  }
}

function fromCognito(claims: JWTPayload, { clientIds }: CognitoIssuer): VerifiedToken {
  const use = claims['token_use']
  const client = use === 'access' ? claims['client_id'] : use === 'id' ? claims.aud : undefined
  if (typeof client !== 'string' || !clientIds.includes(client)) {
    throw new TokenRefused('a client that is not ours')
  }
  const userId = use === 'access' ? claims['username'] : claims['cognito:username']
  if (typeof userId !== 'string' || userId === '') throw new TokenRefused('no username')
  return { userId, issuer: 'cognito', claims }
}

function fromSupabase(claims: JWTPayload): VerifiedToken {
  if (typeof claims.sub !== 'string' || claims.sub === '') throw new TokenRefused('no subject')
  return { userId: claims.sub, issuer: 'supabase', claims }
}

/** Not verified: good enough to choose among the issuers we know, and for nothing else. */
function issuerOf(token: string): string {
  try {
    return decodeJwt(token).iss ?? ''
  } catch (cause) {
    throw new TokenRefused('not a token', { cause })
  }
}

function algorithmOf(token: string): string | undefined {
  return decodeProtectedHeader(token).alg
}
