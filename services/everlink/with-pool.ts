import { Pool, type PoolConfig } from 'pg'

export interface PoolOptions {
  readonly url: string
  /** `verify` refuses a server that is not who its certificate says; `ca` signs it. */
  readonly tls: { readonly mode: 'verify'; readonly ca?: string } | { readonly mode: 'off' }
}

const CONNECTIONS_MAX = 10
const CONNECT_TIMEOUT_MS = 5_000
const STATEMENT_TIMEOUT_MS = 10_000

/** Opens a pool, hands it to `work`, and always closes it. */
export async function withPool<T>(options: PoolOptions, work: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = new Pool({
    connectionString: withoutTlsSettings(options.url),
    ssl: sslOf(options.tls),
    application_name: 'everlink',
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
  })
  // A connection that breaks, idle or between two queries, must not end the process: the pool replaces it, and the query
  // that needs it fails by itself.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}

function sslOf(tls: PoolOptions['tls']): PoolConfig['ssl'] {
  if (tls.mode === 'off') return false
  return { rejectUnauthorized: true, ...(tls.ca === undefined ? {} : { ca: tls.ca }) }
}

/** What a URL says about TLS would outweigh `ssl`: `?sslmode=no-verify` in a secret must not turn the check off. */
function withoutTlsSettings(url: string): string {
  const copy = new URL(url)
  for (const key of [...copy.searchParams.keys()]) {
    if (/^(ssl|uselibpq)/i.test(key)) copy.searchParams.delete(key)
  }
  return copy.href
}
