import { z } from 'zod'

const userSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  email_confirmed_at: z.string().nullish(),
  banned_until: z.string().nullish(),
  is_sso_user: z.boolean().nullish(),
  user_metadata: z.record(z.string(), z.unknown()).nullish(),
  factors: z.array(z.object({ status: z.string() })).nullish(),
})

export type SupabaseUser = z.output<typeof userSchema>

/** Supabase did not answer, or not as it should: nothing is known about the user. */
class SupabaseUnavailableError extends Error {
  override readonly name = 'SupabaseUnavailableError'
}

export interface SupabaseAuthOptions {
  /** `https://<ref>.supabase.co` */
  url: string
  /** Service role key. */
  readKey(): Promise<string>
  fetch?: typeof fetch
}

/** Cognito waits five seconds in all. */
const TIMEOUT_MS = 4000
/** The filter also finds longer addresses that contain the one asked for. */
const LOOKUP_MAX = 200

/** The parts of Supabase Auth's HTTP API that migrating a user takes. */
export class SupabaseAuth {
  constructor(private readonly options: SupabaseAuthOptions) {}

  /** The user whose password this is; undefined for an unknown address and for a wrong password alike. */
  async signIn(email: string, password: string): Promise<SupabaseUser | undefined> {
    const response = await this.call('/token?grant_type=password', {
      method: 'POST',
      body: JSON.stringify({ email, password }),
    })
    // 400: invalid credentials, an unconfirmed address, a banned user. What exactly is no business of the caller's.
    if (response.status === 400) return undefined
    return z.object({ user: userSchema }).parse(await jsonOf(response)).user
  }

  /** The user with this address; undefined where there is none. */
  async find(email: string): Promise<SupabaseUser | undefined> {
    const response = await this.call(
      `/admin/users?per_page=${LOOKUP_MAX}&filter=${encodeURIComponent(email)}`,
      {},
    )
    // Users without an address are none that could be meant.
    const { users } = z.object({ users: z.array(z.unknown()) }).parse(await jsonOf(response))
    return users.flatMap((user) => userSchema.safeParse(user).data ?? []).find((user) => user.email === email)
  }

  private async call(path: string, init: RequestInit): Promise<Response> {
    const key = await this.options.readKey()
    const request = this.options.fetch ?? fetch
    try {
      return await request(`${this.options.url}/auth/v1${path}`, {
        ...init,
        headers: { apikey: key, authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
    } catch (cause) {
      throw new SupabaseUnavailableError('Supabase Auth cannot be reached', { cause })
    }
  }
}

async function jsonOf(response: Response): Promise<unknown> {
  if (!response.ok) throw new SupabaseUnavailableError(`Supabase Auth answered ${response.status}`)
  return response.json()
}
