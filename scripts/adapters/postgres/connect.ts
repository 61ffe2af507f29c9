import { Pool, type PoolClient } from 'pg'
import type { Database, Sql } from '../ports'
import { describeDatabaseFailure } from './errors'

/** Rows fetched from a cursor at a time: enough to hide the round trip, few enough to stay small. */
const CURSOR_ROWS = 1_000

export interface ConnectOptions {
  url: string
  /** Shown in pg_stat_activity, so that a database administrator sees who it is. */
  applicationName?: string
  maxConnections?: number
}

/** The platform ends statements after 2 minutes; ours may read a whole bucket, and wait between two pages of it. */
const NO_TIME_LIMITS = 'set statement_timeout = 0; set idle_in_transaction_session_timeout = 0'

/**
 * Opens a pool, hands the database to `work`, and always closes it.
 * @throws MigrateError SOURCE_FAILED for what the database refused or a connection that broke; USAGE for a bad URL
 */
export async function withDatabase<T>(
  options: ConnectOptions,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const pool = new Pool({
    connectionString: options.url,
    application_name: options.applicationName ?? 'supabase-to-aws',
    max: options.maxConnections ?? 10,
    keepAlive: true,
    // pg-pool waits for it before it hands the connection out; its types do not say so.
    // eslint-disable-next-line @typescript-eslint/no-misused-promises
    onConnect: async (client) => {
      await client.query(NO_TIME_LIMITS)
    },
  })
  // A connection that breaks, idle or between two queries of a transaction, must not end the process: the pool replaces
  // it, and the query that needs it fails by itself.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  try {
    return await work(databaseOf(pool))
  } catch (error) {
    throw describeDatabaseFailure(error)
  } finally {
    await pool.end()
  }
}

function databaseOf(pool: Pool): Database {
  return {
    query: (text, values) => pool.query(text, values === undefined ? undefined : [...values]),
    transaction: (work) => withTransaction(pool, work),
    stream: (text, values) => stream(pool, text, values ?? []),
  }
}

function sqlOf(client: PoolClient): Sql {
  return { query: (text, values) => client.query(text, values === undefined ? undefined : [...values]) }
}

async function withTransaction<T>(pool: Pool, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken = false
  try {
    await client.query('begin')
    const result = await work(sqlOf(client))
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true
    })
    throw error
  } finally {
    client.release(broken)
  }
}

async function* stream<Row extends object>(
  pool: Pool,
  text: string,
  values: readonly unknown[],
): AsyncIterable<Row> {
  const client = await pool.connect()
  try {
    await client.query('begin read only')
    await client.query(`declare supabase_to_aws_cursor no scroll cursor for ${text}`, [...values])
    for (;;) {
      const { rows } = await client.query<Row>(`fetch ${String(CURSOR_ROWS)} from supabase_to_aws_cursor`)
      if (rows.length === 0) break
      yield* rows
    }
  } finally {
    await client.query('rollback').catch(() => undefined)
    client.release()
  }
}
