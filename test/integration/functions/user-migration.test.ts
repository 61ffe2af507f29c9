import { createMigrateUser } from '../../../services/functions/user-migration/migrate-user'
import { SupabaseAuth } from '../../../services/functions/user-migration/supabase-auth'
import { jsonLog } from '../../../services/shared/lambda/log'
import { withHttpDouble, type DoubleAnswer, type SeenRequest } from '../../helpers/http-double'

const ANNA = '3b241101-e2bb-4255-8caf-4136c566a962'
const PASSWORD = 'correct horse battery staple'
const KEY = 'service-role-key'

const anna = {
  id: ANNA,
  aud: 'authenticated',
  role: 'authenticated',
  email: 'anna@example.com',
  email_confirmed_at: '2025-01-01T00:00:00Z',
  user_metadata: { full_name: 'Anna' },
  app_metadata: { provider: 'email' },
  factors: null,
}

/** Answers as Supabase Auth does (supabase/auth, internal/api/token.go and admin.go). */
function supabase(user: object = anna): (request: SeenRequest) => DoubleAnswer {
  return ({ path, headers, body }) => {
    if (headers['apikey'] !== KEY) return { status: 401, body: { message: 'Invalid API key' } }
    const url = new URL(path, 'http://double')
    if (url.pathname === '/auth/v1/token') {
      const { email, password } = JSON.parse(body) as { email: string; password: string }
      return email === anna.email && password === PASSWORD
        ? { status: 200, body: { access_token: 'token', refresh_token: 'refresh', user } }
        : {
            status: 400,
            body: { code: 400, error_code: 'invalid_credentials', msg: 'Invalid login credentials' },
          }
    }
    const filter = url.searchParams.get('filter') ?? ''
    const longer = { ...anna, id: '9c858901-8a57-4791-81fe-4c455b099bc9', email: 'joanna@example.com' }
    const byPhone = { id: '0f8fad5b-d9cb-469f-a165-70867728950e', phone: '4930123456' }
    const found = [longer, byPhone, user].filter((one) => JSON.stringify(one).includes(filter))
    return { status: 200, body: { users: found, aud: 'authenticated' } }
  }
}

function event(userName: string, request: object, triggerSource = 'UserMigration_Authentication'): object {
  return {
    version: '1',
    triggerSource,
    region: 'us-east-1',
    userPoolId: 'us-east-1_pool',
    userName,
    callerContext: { awsSdkVersion: '3', clientId: 'client' },
    request: { validationData: null, userAttributes: null, ...request },
    response: {},
  }
}

interface Outcome {
  result?: unknown
  message?: string
  log: string
  seen: readonly SeenRequest[]
}

async function migrate(of: object, answer = supabase()): Promise<Outcome> {
  const lines: string[] = []
  return withHttpDouble(answer, async ({ url, seen }) => {
    const migrateUser = createMigrateUser({
      supabase: new SupabaseAuth({ url, readKey: async () => KEY }),
      log: jsonLog('user-migration', (line) => lines.push(line)),
    })
    try {
      return { result: await migrateUser(of), log: lines.join('\n'), seen }
    } catch (error) {
      return { message: error instanceof Error ? error.message : '', log: lines.join('\n'), seen }
    }
  })
}

const signIn = (userName: string, password = PASSWORD) => event(userName, { password })
const forgot = (userName: string) => event(userName, {}, 'UserMigration_ForgotPassword')

describe('a user who signs in for the first time', () => {
  it('comes over with the id and the password of Supabase, confirmed, and gets no mail', async () => {
    const of = signIn('anna@example.com')
    expect((await migrate(of)).result).toEqual({
      ...of,
      response: {
        userAttributes: { username: ANNA, email: 'anna@example.com', email_verified: 'true', name: 'Anna' },
        finalUserStatus: 'CONFIRMED',
        messageAction: 'SUPPRESS',
      },
    })
  })

  it('comes over alike however often Cognito asks, and nothing is changed on Supabase', async () => {
    const { result, seen } = await migrate(signIn('anna@example.com'))
    expect((await migrate(signIn('anna@example.com'))).result).toEqual(result)
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /auth/v1/token?grant_type=password',
    ])
  })

  it('may write the address in capital letters, which Supabase keeps small', async () => {
    expect((await migrate(signIn('Anna@Example.com'))).result).toMatchObject({
      response: { userAttributes: { email: 'anna@example.com' } },
    })
  })
})

describe('a user who forgot the password', () => {
  it('is found by the exact address and gets a code instead of the old password', async () => {
    const { result } = await migrate(forgot('anna@example.com'))
    expect(result).toMatchObject({ response: { userAttributes: { username: ANNA, email_verified: 'true' } } })
    expect(Reflect.get(Object(result), 'response')).not.toHaveProperty('finalUserStatus')
    expect(result).toMatchObject({
      response: { messageAction: 'SUPPRESS', desiredDeliveryMediums: ['EMAIL'] },
    })
  })

  it('fails for an address that is only part of another', async () => {
    expect((await migrate(forgot('na@example.com'))).message).toBeDefined()
  })
})

describe('a refusal', () => {
  it('is the same for an unknown user, a wrong password and everybody who may not come over', async () => {
    const refusals = await Promise.all([
      migrate(signIn('anna@example.com', 'wrong')),
      migrate(signIn('nobody@example.com')),
      migrate(signIn(ANNA)),
      migrate(signIn('+4930123456')),
      migrate(forgot('nobody@example.com')),
      migrate(signIn('anna@example.com'), supabase({ ...anna, email_confirmed_at: null })),
      migrate(signIn('anna@example.com'), supabase({ ...anna, banned_until: '2999-01-01T00:00:00Z' })),
      migrate(signIn('anna@example.com'), supabase({ ...anna, is_sso_user: true })),
      migrate(signIn('anna@example.com'), supabase({ ...anna, factors: [{ id: 'f', status: 'verified' }] })),
      migrate(forgot('anna@example.com'), supabase({ ...anna, factors: [{ id: 'f', status: 'verified' }] })),
    ])
    expect(refusals.map(({ message }) => message)).toEqual(
      refusals.map(() => 'Incorrect username or password.'),
    )
  })

  it('does not ask Supabase for what is no address', async () => {
    expect((await migrate(signIn(ANNA))).seen).toEqual([])
  })

  it('lets through a ban that is over and a factor that was never verified', async () => {
    const past = {
      ...anna,
      banned_until: '2020-01-01T00:00:00Z',
      factors: [{ id: 'f', status: 'unverified' }],
    }
    expect((await migrate(signIn('anna@example.com'), supabase(past))).result).toBeDefined()
  })

  it.each([500, 401, 429])('says nothing about the user when Supabase answers %i', async (status) => {
    for (const userName of ['anna@example.com', 'nobody@example.com']) {
      const { message, log } = await migrate(signIn(userName), () => ({ status, body: {} }))
      expect(message).toBe('Signing in is not possible at the moment. Try again.')
      expect(log).toContain(String(status))
    }
  })
})

describe('the log', () => {
  it('has neither password nor key nor address, whatever happens', async () => {
    const outcomes = await Promise.all([
      migrate(signIn('anna@example.com')),
      migrate(signIn('anna@example.com', 'wrong-password')),
      migrate(signIn('anna@example.com'), () => ({ status: 500 })),
      migrate(signIn('anna@example.com'), () => ({
        status: 200,
        body: { user: { id: 'no id', email: 'anna@example.com' } },
      })),
      migrate({ ...signIn('anna@example.com'), triggerSource: 'Other' }),
      migrate({ ...signIn('anna@example.com'), userName: 1 }),
    ])
    const written = outcomes.map(({ log, message }) => `${log}${message ?? ''}`).join('\n')
    expect(written).toContain(ANNA)
    for (const secret of [PASSWORD, 'wrong-password', KEY, 'anna@example.com'])
      expect(written).not.toContain(secret)
  })
})
