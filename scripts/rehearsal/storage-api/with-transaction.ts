import { escapeLiteral, Pool, type PoolClient } from 'pg'
import type { Caller } from './caller'

/** What policies and triggers can read of a request, as settings of the transaction. */
export interface Scope {
  caller: Caller
  headers: Readonly<Record<string, unknown>>
  method: string
  path: string
  operation: string
}

/** More than the requests a rehearsal has in flight, so that none waits for another one's disk. */
const CONNECTIONS = 20

export function openPool(databaseUrl: string): Pool {
  const pool = new Pool({ connectionString: databaseUrl, max: CONNECTIONS, application_name: 'storage-api' })
  // A server that stops ends its connections; without listeners, on idle ones and busy ones, that would end us too.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** Runs `work` in one transaction in the name of `scope.caller`; whatever it throws rolls back. */
export async function withTransaction<T>(
  pool: Pool,
  scope: Scope,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query(`begin; ${settings(scope)}`)
    const result = await work(client)
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    // A connection that cannot even roll back is of no more use.
    client.release(
      await client.query('rollback').then(
        () => undefined,
        () => true,
      ),
    )
    throw error
  }
}

/** Continues a transaction in the name of somebody else. */
export async function setScope(client: PoolClient, scope: Scope): Promise<void> {
  await client.query(settings(scope))
}

/** The settings the Storage API makes in every transaction (supabase/storage, internal/database/postgres/scope). */
function settings({ caller, headers, method, path, operation }: Scope): string {
  const { sub } = caller.claims
  const values = {
    role: caller.role,
    'request.jwt.claim.role': caller.role,
    'request.jwt': caller.jwt,
    'request.jwt.claim.sub': typeof sub === 'string' ? sub : '',
    'request.jwt.claims': JSON.stringify(caller.claims),
    'request.headers': JSON.stringify(headers),
    'request.method': method,
    'request.path': path,
    'storage.operation': operation,
    'storage.allow_delete_query': 'true',
  }
  const calls = Object.entries(values).map(
    ([name, value]) => `set_config(${escapeLiteral(name)}, ${escapeLiteral(value)}, true)`,
  )
  return `select ${calls.join(', ')}`
}
