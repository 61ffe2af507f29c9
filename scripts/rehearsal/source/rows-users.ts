import type { Client } from 'pg'
import { minutesAfter, minutesAfterOpening, type RowMaker, type SeededUser } from './row-maker'
import { FIRST_NAMES, LAST_NAMES } from './vocabulary'

const BCRYPT_ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const DAY_MINUTES = 24 * 60
/** Sixteen shots with a video of sixteen credits each: a balance never goes below zero. */
const MOST_SPENT_ON_A_PROJECT = 256

/** A user as GoTrue stores one who signed up by e-mail, with identity and, mostly, a session. */
export function addUser(
  maker: RowMaker,
  { number, projects }: { number: number; projects: number },
): SeededUser {
  const { random } = maker
  const id = random.uuid()
  const name = `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`
  const local = name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z ]/g, '')
  const email = `${local.replaceAll(' ', '.')}.${number}@example.com`
  const createdAt = minutesAfterOpening(number * DAY_MINUTES + random.int(0, 600))
  const lastSignIn = minutesAfter(createdAt, random.int(1, 60) * DAY_MINUTES)
  maker.add('auth.users', {
    instance_id: '00000000-0000-0000-0000-000000000000',
    id,
    aud: 'authenticated',
    role: 'authenticated',
    email,
    encrypted_password: bcryptLooking(maker),
    email_confirmed_at: minutesAfter(createdAt, 3),
    confirmation_token: '',
    recovery_token: '',
    email_change_token_new: '',
    email_change: '',
    last_sign_in_at: lastSignIn,
    raw_app_meta_data: { provider: 'email', providers: ['email'] },
    raw_user_meta_data: { sub: id, email, full_name: name, email_verified: true },
    created_at: createdAt,
    updated_at: lastSignIn,
    is_sso_user: false,
    is_anonymous: false,
  })
  maker.add('auth.identities', {
    id: random.uuid(),
    provider_id: id,
    user_id: id,
    provider: 'email',
    identity_data: { sub: id, email, email_verified: true, phone_verified: false },
    last_sign_in_at: lastSignIn,
    created_at: createdAt,
    updated_at: createdAt,
  })
  if (random.chance(0.8)) addSession(maker, id, lastSignIn)
  addPurchases(maker, { userId: id, since: createdAt, projects })
  return { id, number }
}

function addSession({ random, add }: RowMaker, userId: string, at: Date): void {
  const sessionId = random.uuid()
  add('auth.sessions', {
    id: sessionId,
    user_id: userId,
    created_at: at,
    updated_at: at,
    aal: 'aal1',
    user_agent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)',
    ip: `203.0.113.${random.int(1, 254)}`,
  })
  add('auth.refresh_tokens', {
    instance_id: '00000000-0000-0000-0000-000000000000',
    token: random.text(12, 'abcdefghijklmnopqrstuvwxyz234567'),
    user_id: userId,
    revoked: false,
    created_at: at,
    updated_at: at,
    session_id: sessionId,
  })
}

function addPurchases(
  { random, add }: RowMaker,
  { userId, since, projects }: { userId: string; since: Date; projects: number },
): void {
  for (let bought = 0, count = 1; bought < projects * MOST_SPENT_ON_A_PROJECT; count += 1) {
    const amount = random.pick([500, 1000, 2500])
    bought += amount
    add('public.credit_transactions', {
      user_id: userId,
      amount,
      reason: 'purchase',
      reference_id: random.uuid(),
      created_at: minutesAfter(since, count * 11 * DAY_MINUTES),
    })
  }
}

/** The shape of a bcrypt hash of cost 10 (a salt's last character has two free bits); no password fits it. */
function bcryptLooking({ random }: RowMaker): string {
  return `$2a$10$${random.text(21, BCRYPT_ALPHABET)}${random.text(1, '.Oeu')}${random.text(31, BCRYPT_ALPHABET)}`
}

/** Balances follow from the ledger, sign-up bonus included. */
export async function settleCredits(client: Client): Promise<void> {
  await client.query(`
    update public.user_credits c
    set balance = t.balance, lifetime_spent = t.spent
    from (
      select user_id, sum(amount) as balance, coalesce(-sum(amount) filter (where amount < 0), 0) as spent
      from public.credit_transactions
      group by user_id
    ) t
    where t.user_id = c.user_id
  `)
}
