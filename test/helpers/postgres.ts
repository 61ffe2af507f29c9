import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { z } from 'zod'
import { withClient } from '../../scripts/rehearsal/postgres/with-client'
import { CONNECTION_VARIABLE, TEMPLATE } from './test-server'

const connectionSchema = z.strictObject({ superuserUrl: z.string(), userUrl: z.string() })

/** How long a session may need to end after the client said goodbye. */
const GOODBYE_MS = 2000

export interface TestDatabase {
  name: string
  /** As role `postgres`: what an application's owner has, no superuser. */
  url: string
  superuserUrl: string
}

export interface CreatedDatabase extends TestDatabase {
  /** Drops it. Fails when the test left a session or a replication slot behind. */
  drop(): Promise<void>
}

export interface DatabaseOptions {
  /** Database to clone. Default: a migrated source without rows; `template0` is empty. */
  template?: string
}

/** A new database of its own for one test, gone afterwards. */
export async function withDatabase<T>(
  work: (database: TestDatabase) => Promise<T>,
  options?: DatabaseOptions,
): Promise<T> {
  const database = await createDatabase(options)
  let result: T
  try {
    result = await work(database)
  } catch (error) {
    // The test's own failure is the news, not what it left behind.
    await database.drop().catch(() => undefined)
    throw error
  }
  await database.drop()
  return result
}

/** For beforeAll and afterAll; prefer withDatabase. */
export async function createDatabase({
  template = TEMPLATE,
}: DatabaseOptions = {}): Promise<CreatedDatabase> {
  const connection = connectionSchema.parse(JSON.parse(process.env[CONNECTION_VARIABLE] ?? 'null'))
  const name = `test_${randomBytes(6).toString('hex')}`
  const asSuperuser = <R>(work: (client: Client) => Promise<R>) => withClient(connection.superuserUrl, work)
  await asSuperuser((client) => client.query(`create database ${name} template ${template} owner postgres`))
  return {
    name,
    url: inDatabase(connection.userUrl, name),
    superuserUrl: inDatabase(connection.superuserUrl, name),
    drop: () => asSuperuser((client) => dropDatabase(client, name)),
  }
}

async function dropDatabase(client: Client, name: string): Promise<void> {
  const left = await leftBehind(client, name)
  const { rows: slots } = await client.query<{ slot_name: string }>(
    'select slot_name from pg_replication_slots where database = $1 and not active',
    [name],
  )
  for (const { slot_name } of slots) await client.query('select pg_drop_replication_slot($1)', [slot_name])
  await client.query(`drop database ${name} with (force)`)
  if (left.length > 0) throw new Error(`the test left behind in ${name}: ${left.join('; ')}`)
}

/** Sessions and slots of a database, once those that are just ending have had their time. */
async function leftBehind(client: Client, name: string): Promise<string[]> {
  const deadline = Date.now() + GOODBYE_MS
  for (;;) {
    const { rows } = await client.query<{ what: string }>(
      `select format('session %s (%s), last query: %s', pid, state, left(query, 80)) as what
         from pg_stat_activity where datname = $1
       union all
       select format('replication slot %s', slot_name) from pg_replication_slots where database = $1`,
      [name],
    )
    if (rows.length === 0 || Date.now() > deadline) return rows.map((row) => row.what)
    await sleep(20)
  }
}

function inDatabase(url: string, database: string): string {
  const copy = new URL(url)
  copy.pathname = `/${database}`
  return copy.href
}
