import type { ClientConfig } from 'pg'
import { SUPABASE_AUTHORITY } from './supabase-authority'

/** How long a program waits for a connection: a Lambda behind API Gateway has 30 s in all. */
const CONNECT_TIMEOUT_MS = 5000

export interface ConnectionInput {
  /** `postgresql://user:password@host:port/database`. */
  url: string
  /**
   * PEM of the authority that signed the server's certificate, where Node's own list does not hold it. RDS's are in the
   * list once NODE_EXTRA_CA_CERTS names the file of the Lambda runtime. @default on a host of Supabase its own, else the list
   */
  ca?: string | undefined
  /** As pg_stat_activity shows it. */
  applicationName: string
}

/** Databases (`db.<ref>.supabase.co`) and poolers (`aws-0-us-east-1.pooler.supabase.com`). */
const SUPABASE_HOST = /\.(?:supabase\.co|pooler\.supabase\.com)$/i

/**
 * A connection whose server proves who it is. Whatever `sslmode` the URL says is read as `verify-full`, as pg would
 * take `require` for "any certificate will do"; `disable` alone is obeyed, for a server without TLS.
 */
export function connectionConfig({ url, ca, applicationName }: ConnectionInput): ClientConfig {
  const address = new URL(url)
  const plain = address.searchParams.get('sslmode') === 'disable'
  for (const name of [...address.searchParams.keys()]) {
    if (name.startsWith('ssl')) address.searchParams.delete(name)
  }
  const authority = ca ?? (SUPABASE_HOST.test(address.hostname) ? SUPABASE_AUTHORITY : undefined)
  return {
    connectionString: address.href,
    application_name: applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ssl: plain ? false : { rejectUnauthorized: true, ...(authority === undefined ? {} : { ca: authority }) },
  }
}
