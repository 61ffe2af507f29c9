import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { createApp } from '../../../services/everlink/app'
import { serve } from '../../../services/everlink/serve'
import { withPool } from '../../../services/everlink/with-pool'
import { tokenVerifier } from '../../../services/shared/auth/verify-token'
import { jsonLog } from '../../../services/shared/lambda/log'
import { withDatabase } from '../../helpers/postgres'
import { ROOT } from '../../helpers/source-files'
import { startTokenIssuer } from '../../helpers/token-issuer'

const SCHEMA = readFileSync(join(ROOT, 'services/everlink/migrations/001_links.sql'), 'utf8')

interface Api {
  readonly url: string
  readonly pool: Pool
  readonly logged: string[]
  readonly stop: AbortController
  /** The port closed and the last request was answered. */
  readonly stopped: Promise<void>
  readonly tokenOf: (user: string) => Promise<string>
  readonly call: (
    method: string,
    path: string,
    options?: CallOptions,
  ) => Promise<{ status: number; headers: Headers; body: Body }>
}
interface CallOptions {
  readonly user?: string
  readonly body?: unknown
}
type Body = Record<string, unknown>

/** The API on a port of its own, over a real PostgreSQL with its schema. */
async function withApi(work: (api: Api) => Promise<void>): Promise<void> {
  const issuer = await startTokenIssuer('RS256')
  try {
    await withDatabase(
      ({ url }) =>
        withPool({ url, tls: { mode: 'off' } }, async (pool) => {
          // Migrations are run again with each deployment.
          for (let i = 0; i < 2; i++) await pool.query(SCHEMA)
          const stop = new AbortController()
          const api = await startApi(pool, issuer, stop)
          try {
            await work(api)
          } finally {
            stop.abort()
            await api.stopped
          }
        }),
      { template: 'template0' },
    )
  } finally {
    await issuer.close()
  }
}

async function startApi(
  pool: Pool,
  issuer: Awaited<ReturnType<typeof startTokenIssuer>>,
  stop: AbortController,
): Promise<Api> {
  const logged: string[] = []
  const verify = tokenVerifier({ issuers: [{ kind: 'cognito', issuer: issuer.issuer, clientIds: ['web'] }] })
  const log = jsonLog('everlink', (line) => logged.push(line))
  const listener = createApp({
    pool,
    verify,
    log,
    buildId: 'build-7',
    webOrigins: ['https://everlink.example'],
    stopping: () => stop.signal.aborted,
  })
  let stopped: Promise<void> = Promise.resolve()
  const port = await new Promise<number>((resolve, reject) => {
    stopped = serve({ port: 0, host: '127.0.0.1', listener, stop: stop.signal, onListening: resolve })
    stopped.catch(reject)
  })
  const url = `http://127.0.0.1:${port}`
  const tokenOf = (username: string) =>
    issuer.sign({ sub: username, token_use: 'access', client_id: 'web', username })
  return {
    url,
    pool,
    logged,
    stop,
    stopped,
    tokenOf,
    call: async (method, path, { user, body } = {}) => {
      const response = await fetch(`${url}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          ...(user === undefined ? {} : { authorization: `Bearer ${await tokenOf(user)}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      const isJson = (response.headers.get('content-type') ?? '').includes('json')
      return {
        status: response.status,
        headers: response.headers,
        body: isJson ? (JSON.parse(text) as Body) : {},
      }
    },
  }
}

const LINK = { name: 'docs', targetUrl: 'https://example.com/one' }

describe('Everlink', () => {
  it('makes, shows, moves, follows and removes a link', () =>
    withApi(async ({ call }) => {
      const made = await call('POST', '/links', { user: 'ann', body: LINK })
      expect(made).toMatchObject({ status: 201, body: LINK })
      expect(made.headers.get('location')).toBe('/links/docs')
      expect(await call('GET', '/links/docs', { user: 'ann' })).toMatchObject({ status: 200, body: LINK })
      const targetUrl = 'https://example.com/two?a=1#b'
      const moved = await call('PATCH', '/links/docs', { user: 'ann', body: { targetUrl } })
      expect(moved).toMatchObject({ status: 200, body: { name: 'docs', targetUrl } })
      const followed = await call('GET', '/l/docs')
      expect(followed.status).toBe(302)
      expect(followed.headers.get('location')).toBe(targetUrl)
      expect(followed.headers.get('cache-control')).toBe('no-store')
      expect((await call('DELETE', '/links/docs', { user: 'ann' })).status).toBe(204)
      expect((await call('GET', '/l/docs')).status).toBe(404)
      // A name that was given away once never leads to somebody else.
      expect((await call('POST', '/links', { user: 'bob', body: LINK })).status).toBe(409)
    }))

  it('fails to show, change or remove the link of another, as if it did not exist', () =>
    withApi(async ({ call }) => {
      await call('POST', '/links', { user: 'ann', body: LINK })
      const body = { targetUrl: 'https://evil.example' }
      const unknown = await call('GET', '/links/unknown', { user: 'bob' })
      for (const [method, options] of [
        ['GET', {}],
        ['PATCH', { body }],
        ['DELETE', {}],
      ] as const) {
        const answer = await call(method, '/links/docs', { user: 'bob', ...options })
        expect([answer.status, answer.body]).toEqual([404, unknown.body])
      }
      expect((await call('GET', '/links', { user: 'bob' })).body).toEqual({ items: [] })
      expect((await call('GET', '/l/docs')).headers.get('location')).toBe(LINK.targetUrl)
      // The owner is never taken from the body.
      const forged = { ...LINK, name: 'mine', ownerId: 'ann' }
      expect((await call('POST', '/links', { user: 'bob', body: forged })).status).toBe(400)
    }))

  it('lists the links of their owner, newest first, page by page, also while links are added', () =>
    withApi(async ({ call, pool }) => {
      // Made at the same microsecond: the order must still be one.
      await pool.query(
        `insert into links (name, target_url, owner_id, created_at)
         select 'link-' || n, 'https://example.com', 'ann', '2026-01-01 00:00:00.123456+00' from generate_series(1, 25) n`,
      )
      const seen: unknown[] = []
      let cursor = ''
      do {
        const { body } = await call('GET', `/links?limit=10${cursor && `&cursor=${cursor}`}`, { user: 'ann' })
        seen.push(...(body['items'] as Body[]).map(({ name }) => name))
        cursor = typeof body['nextCursor'] === 'string' ? body['nextCursor'] : ''
        await call('POST', '/links', { user: 'ann', body: { ...LINK, name: `later-${seen.length}` } })
      } while (cursor !== '')
      expect(new Set(seen).size).toBe(25)
      expect(seen).toHaveLength(25)
      for (const query of ['limit=0', 'limit=101', 'limit=x', 'cursor=x', 'cursor=WyJhIiwiYiJd']) {
        expect((await call('GET', `/links?${query}`, { user: 'ann' })).status).toBe(400)
      }
    }))

  it('fails to make a link of anything else than a name and a web address', () =>
    withApi(async ({ call }) => {
      const bodies: unknown[] = [
        ...['javascript:alert(1)', 'https://user:password@example.com', 'example.com', ''].map(
          (targetUrl) => ({
            ...LINK,
            targetUrl,
          }),
        ),
        { ...LINK, targetUrl: `https://example.com/${'x'.repeat(2048)}` },
        ...['With Space', '-a', 'a'.repeat(64), ''].map((name) => ({ ...LINK, name })),
        { name: 'a' },
        '{',
        [],
      ]
      for (const body of bodies) {
        const { status, headers } = await call('POST', '/links', { user: 'ann', body })
        expect([body, status]).toEqual([body, 400])
        expect(headers.get('content-type')).toContain('application/problem+json')
      }
    }))

  it('fails with 401 without a token that is accepted, on every route of an owner', () =>
    withApi(async ({ call, url }) => {
      for (const [method, path] of [
        ['POST', '/links'],
        ['GET', '/links'],
        ['GET', '/links/docs'],
        ['PATCH', '/links/docs'],
        ['DELETE', '/links/docs'],
      ] as const) {
        expect((await call(method, path)).status).toBe(401)
        const forged = { method, headers: { authorization: 'Bearer a.b.c' } }
        expect((await fetch(`${url}${path}`, forged)).status).toBe(401)
      }
    }))

  it('fails with 404 for a route that does not exist, and 413 for a body that is too long', () =>
    withApi(async ({ call }) => {
      expect(await call('GET', '/nothing')).toMatchObject({ status: 404, body: { title: 'Not Found' } })
      const body = { ...LINK, more: 'x'.repeat(20_000) }
      expect((await call('POST', '/links', { user: 'ann', body })).status).toBe(413)
    }))

  it('lets pages of the configured origins call it, and fails to let any other', () =>
    withApi(async ({ url, tokenOf }) => {
      const asked = async (method: string, origin: string) => {
        const signedIn = { authorization: `Bearer ${await tokenOf('ann')}` }
        const headers = { origin, ...(method === 'OPTIONS' ? {} : signedIn) }
        const answer = await fetch(`${url}/links`, { method, headers })
        const allowed = ['origin', 'headers'].map((of) => answer.headers.get(`access-control-allow-${of}`))
        return [answer.status, answer.headers.get('vary'), ...allowed]
      }
      const [page, other] = ['https://everlink.example', 'https://everlink.example.evil']
      expect(await asked('OPTIONS', page)).toEqual([204, 'origin', page, 'authorization, content-type'])
      expect(await asked('GET', page)).toEqual([200, 'origin', page, null])
      expect(await asked('OPTIONS', other)).toEqual([200, 'origin', null, null])
      expect(await asked('GET', other)).toEqual([200, 'origin', null, null])
    }))

  it('says that it is well, which build it is, and when its database is not', () =>
    withApi(async ({ call, pool }) => {
      expect(await call('GET', '/health')).toMatchObject({
        status: 200,
        body: { status: 'ok', build: 'build-7' },
      })
      expect(await call('GET', '/health/deep')).toMatchObject({
        status: 200,
        body: { checks: { database: 'ok' } },
      })
      await pool.query('drop table links')
      expect(await call('GET', '/health')).toMatchObject({ status: 200 })
      expect(await call('GET', '/health/deep')).toMatchObject({
        status: 503,
        body: { checks: { database: 'failed' } },
      })
      const broken = await call('GET', '/l/docs')
      expect(broken).toMatchObject({ status: 500, body: { title: 'Internal Server Error' } })
      expect(JSON.stringify(broken.body)).not.toContain('links')
    }))

  it('logs each request without tokens or bodies', () =>
    withApi(async ({ call, logged, tokenOf }) => {
      await call('POST', '/links?token=hidden-one', { user: 'ann', body: LINK })
      const text = logged.join('\n')
      expect(text).toContain('"path":"/links"')
      expect(text).not.toContain((await tokenOf('ann')).split('.')[0] ?? '')
      expect(text).not.toMatch(/hidden-one|example\.com/)
    }))

  it('finishes what is in hand when it is told to stop, and takes nothing more', () =>
    withApi(async ({ call, pool, stop, stopped, url }) => {
      await call('POST', '/links', { user: 'ann', body: LINK })
      const blocker = await pool.connect()
      await blocker.query('begin; lock table links in access exclusive mode')
      const inHand = call('GET', '/l/docs')
      for (;;) {
        const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
        if ((await pool.query(waiting)).rowCount === 1) break
      }
      stop.abort()
      await expect(fetch(`${url}/health`)).rejects.toThrow()
      await blocker.query('commit')
      blocker.release()
      expect((await inHand).status).toBe(302)
      await stopped
    }))
})

describe('the connection to the database', () => {
  it.each(['', '?sslmode=disable', '?sslmode=no-verify', '?ssl=false'])(
    'fails where the server has no TLS, whatever the URL says: %j',
    (query) =>
      withDatabase(async ({ url }) => {
        const asked = withPool({ url: `${url}${query}`, tls: { mode: 'verify' } }, (pool) =>
          pool.query('select 1'),
        )
        await expect(asked).rejects.toThrow(/does not support SSL|certificate/)
      }),
  )
})
