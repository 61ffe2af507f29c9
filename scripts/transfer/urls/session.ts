import type { Database, Sql } from '../../adapters/ports'
import { MigrateError } from '../../engine/errors'

const INSUFFICIENT_PRIVILEGE = '42501'
/** Deadlock and serialization failure: the application locks the same rows in another order. */
const YIELDED: ReadonlySet<string> = new Set(['40P01', '40001'])
const BATCH_ATTEMPTS = 5

/** True where our role may work with triggers silenced (on Supabase `postgres` may, elsewhere superusers). */
export async function maySilenceTriggers(db: Database): Promise<boolean> {
  try {
    await db.transaction((sql) => sql.query('set local session_replication_role = replica'))
    return true
  } catch (error) {
    if (codeOf(error) === INSUFFICIENT_PRIVILEGE) return false
    throw error
  }
}

/**
 * One batch: all or nothing, with the settings every pass needs. Repeated when the database gives it up in favour of
 * another transaction, so `work` must have no effect but by `sql`; what it found is counted once this has resolved.
 */
export async function inBatch<T>(
  db: Database,
  silenceTriggers: boolean,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction(async (sql) => {
        await prepare(sql, silenceTriggers)
        return work(sql)
      })
    } catch (error) {
      if (attempt === BATCH_ATTEMPTS || !YIELDED.has(codeOf(error))) throw error
    }
  }
}

async function prepare(sql: Sql, silenceTriggers: boolean): Promise<void> {
  // Supabase ends statements of `postgres` after two minutes.
  await sql.query('set local statement_timeout = 0')
  // Fail where a policy would hide rows, rather than leave them out.
  await sql.query('set local row_security = off')
  // Keys that are floating-point numbers must come back exactly; Supabase's default rounds them.
  await sql.query('set local extra_float_digits = 3')
  if (silenceTriggers) await sql.query('set local session_replication_role = replica')
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** Adds the table's name to what the database refuses. Details of a PostgreSQL error quote rows: they stay behind. */
export async function forTable<T>(
  table: { schema: string; name: string },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof MigrateError || !(error instanceof Error)) throw error
    throw new MigrateError('SOURCE_FAILED', `URLs in ${table.schema}.${table.name}: ${error.message}`, {
      data: { schema: table.schema, table: table.name },
      suggestion: 'mend what the message names, then run the same command again; finished batches stay',
      cause: error,
    })
  }
}
