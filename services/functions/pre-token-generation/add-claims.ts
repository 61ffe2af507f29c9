import { z } from 'zod'

/** What a signed-in user is in PostgreSQL's and Supabase's eyes. */
const DEFAULT_ROLE = 'authenticated'
/** A group of the pool that is a role as well. Only an administrator can put somebody into a group. */
const ADMIN = 'admin'

const eventSchema = z.looseObject({
  // V1_0 cannot change access tokens; to answer it in the form of V2_0 would be silently ignored.
  version: z.enum(['2', '3']),
  triggerSource: z.string().startsWith('TokenGeneration_'),
  userName: z.string().min(1),
  request: z.looseObject({
    userAttributes: z.record(z.string(), z.string()),
    groupConfiguration: z.looseObject({ groupsToOverride: z.array(z.string()).nullish() }).nullish(),
  }),
})

/**
 * Makes Cognito's tokens say what Supabase's say: `role`, and in the access token, which has no e-mail by itself, `email`.
 * `user_id` is the user's id in both kinds of token: Cognito calls it `username` in one and `cognito:username` in the
 * other, and `sub` is an id of Cognito's own that nobody can change.
 */
export function addClaims(event: unknown): unknown {
  const parsed = eventSchema.parse(event)
  const { userAttributes, groupConfiguration } = parsed.request
  const role = groupConfiguration?.groupsToOverride?.includes(ADMIN) === true ? ADMIN : DEFAULT_ROLE
  const claims = { role, user_id: parsed.userName }
  const { email, email_verified: verified } = userAttributes
  return {
    ...parsed,
    response: {
      claimsAndScopeOverrideDetails: {
        idTokenGeneration: { claimsToAddOrOverride: claims },
        accessTokenGeneration: {
          claimsToAddOrOverride: {
            ...claims,
            // An address that nobody has confirmed may be somebody else's.
            ...(email !== undefined && verified === 'true' ? { email } : {}),
          },
        },
      },
    },
  }
}
