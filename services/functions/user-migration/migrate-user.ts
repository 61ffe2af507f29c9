import { z } from 'zod'
import { errorFields, type Log } from '../../shared/lambda/log'
import type { SupabaseAuth, SupabaseUser } from './supabase-auth'

const eventSchema = z.looseObject({
  triggerSource: z.enum(['UserMigration_Authentication', 'UserMigration_ForgotPassword']),
  userName: z.string().min(1),
  request: z.looseObject({ password: z.string().optional() }),
})

export interface MigrateUserOptions {
  supabase: Pick<SupabaseAuth, 'signIn' | 'find'>
  log: Log
}

// Cognito passes these on to whoever signs in, so they may not tell whether there is such a user.
const REFUSED = 'Incorrect username or password.'
const UNAVAILABLE = 'Signing in is not possible at the moment. Try again.'

/** Longest value of a standard attribute in Cognito. */
const ATTRIBUTE_MAX = 2048

/**
 * Cognito asks when it does not know who signs in. The user comes over with the id and the password of Supabase, and
 * without a mail. It changes nothing anywhere, so that Cognito may ask three times. The event holds the password in plain
 * text: neither it nor anything that was made from it is ever logged.
 */
export function createMigrateUser({ supabase, log }: MigrateUserOptions) {
  return async (event: unknown): Promise<unknown> => {
    const parsed = eventSchema.safeParse(event)
    // The faults would name values.
    if (!parsed.success) throw new Error('not an event of the UserMigration trigger')
    const { triggerSource, userName, request } = parsed.data
    const byPassword = triggerSource === 'UserMigration_Authentication'
    const email = emailOf(userName)
    const user = await ask(log, async () => {
      if (email === undefined) return undefined
      return byPassword ? supabase.signIn(email, request.password ?? '') : supabase.find(email)
    })
    const refusal = user === undefined ? 'unknown user or wrong password' : reasonAgainst(user, email)
    if (user === undefined || refusal !== undefined) {
      log.info('refused', { triggerSource, userId: user?.id ?? null, reason: refusal })
      throw new Error(REFUSED)
    }
    log.info('migrated', { triggerSource, userId: user.id })
    return {
      ...parsed.data,
      response: {
        userAttributes: attributesOf(user),
        messageAction: 'SUPPRESS',
        // Whoever forgot a password gets a code next, and sets a new one.
        ...(byPassword ? { finalUserStatus: 'CONFIRMED' } : { desiredDeliveryMediums: ['EMAIL'] }),
      },
    }
  }
}

async function ask<T>(log: Log, question: () => Promise<T>): Promise<T> {
  try {
    return await question()
  } catch (error) {
    log.error('supabase failed', errorFields(error))
    throw new Error(UNAVAILABLE, { cause: error })
  }
}

/**
 * Cognito lets a migration choose the `username` only where somebody signs in by an alias, and that is the e-mail address.
 * Supabase keeps addresses in lower case.
 */
function emailOf(userName: string): string | undefined {
  const email = z.email().safeParse(userName.trim().toLowerCase())
  return email.data
}

/** Who may not come over this way, though the password is right. */
function reasonAgainst(user: SupabaseUser, email: string | undefined): string | undefined {
  if (user.email !== email) return 'another address'
  // The address becomes an alias; unconfirmed it may be somebody else's.
  if (user.email_confirmed_at == null) return 'address not confirmed'
  if (user.banned_until != null && Date.parse(user.banned_until) > Date.now()) return 'banned'
  if (user.is_sso_user === true) return 'signs in by SSO'
  // A second factor cannot be moved, and to drop it silently would make the password alone enough.
  if (user.factors?.some(({ status }) => status === 'verified') === true) return 'has a second factor'
  return undefined
}

function attributesOf({ id, email, user_metadata }: SupabaseUser): Record<string, string> {
  const name = user_metadata?.['full_name'] ?? user_metadata?.['name']
  return {
    username: id,
    email,
    email_verified: 'true',
    ...(typeof name === 'string' && name !== '' ? { name: name.slice(0, ATTRIBUTE_MAX) } : {}),
  }
}
