import { z } from 'zod'
import { commaSeparated, filled } from '../lambda/environment'
import type { Secrets } from '../lambda/secrets'
import type { TokenIssuer } from './verify-token'

/** Variables that say whose tokens are accepted. A system has one side before and after its move, both during it. */
export const issuerVariables = z.object({
  USER_POOL_ISSUER: filled.optional(),
  USER_POOL_CLIENT_IDS: commaSeparated.optional(),
  SUPABASE_ISSUER: filled.optional(),
  /** Name or ARN of the project's shared secret, while it still signs with it. */
  SECRET_SUPABASE_JWT_SECRET: filled.optional(),
})

/** The issuers that the environment names. Throws where there is none: a verifier without issuers refuses everybody. */
export function issuersOf(
  environment: z.output<typeof issuerVariables>,
  secrets: Pick<Secrets, 'read'>,
): TokenIssuer[] {
  const { USER_POOL_ISSUER, USER_POOL_CLIENT_IDS, SUPABASE_ISSUER, SECRET_SUPABASE_JWT_SECRET } = environment
  const issuers: TokenIssuer[] = []
  if (USER_POOL_ISSUER !== undefined) {
    if (USER_POOL_CLIENT_IDS === undefined || USER_POOL_CLIENT_IDS.length === 0) {
      throw new Error('USER_POOL_ISSUER is set without USER_POOL_CLIENT_IDS')
    }
    issuers.push({ kind: 'cognito', issuer: USER_POOL_ISSUER, clientIds: USER_POOL_CLIENT_IDS })
  }
  if (SUPABASE_ISSUER !== undefined) {
    issuers.push({
      kind: 'supabase',
      issuer: SUPABASE_ISSUER,
      ...(SECRET_SUPABASE_JWT_SECRET === undefined
        ? {}
        : { sharedSecret: () => secrets.read(SECRET_SUPABASE_JWT_SECRET) }),
    })
  }
  if (issuers.length === 0) throw new Error('Neither USER_POOL_ISSUER nor SUPABASE_ISSUER is set')
  return issuers
}
