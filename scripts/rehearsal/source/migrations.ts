import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from 'pg'
import { withClient, withTransaction } from '../postgres/with-client'

/** The application's own migrations: the rehearsal builds its source exactly as production was built. */
export const MIGRATIONS_DIRECTORY = join(__dirname, '../../../services/api/migrations')

export interface AppliedMigrations {
  /** File names applied by this call, in order. */
  applied: string[]
  /** File names that had been applied before. */
  skipped: string[]
}

interface Migration {
  name: string
  sql: string
  checksum: string
}

/**
 * Applies what is missing in order, each file in a transaction of its own with its line in
 * `public.schema_migrations`. Connect as `postgres`, the role a Supabase project gets.
 */
export async function applyMigrations(
  url: string,
  directory = MIGRATIONS_DIRECTORY,
): Promise<AppliedMigrations> {
  const migrations = readMigrations(directory)
  return withClient(url, async (client) => {
    await createLedger(client)
    const done = await readLedger(client)
    const result: AppliedMigrations = { applied: [], skipped: [] }
    for (const migration of migrations) {
      const known = done.get(migration.name)
      if (known === undefined) await apply(client, migration)
      else if (known !== migration.checksum)
        throw new Error(`${migration.name} was changed after it was applied`)
      result[known === undefined ? 'applied' : 'skipped'].push(migration.name)
    }
    return result
  })
}

function readMigrations(directory: string): Migration[] {
  const names = readdirSync(directory).filter((name) => name.endsWith('.sql'))
  return names.sort().map((name) => {
    const sql = readFileSync(join(directory, name), 'utf8')
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}

async function createLedger(client: Client): Promise<void> {
  const { rows } = await client.query<{ exists: boolean }>(
    `select to_regclass('public.schema_migrations') is not null as exists`,
  )
  if (rows[0]?.exists === true) return
  await client.query(`
    create table public.schema_migrations (
      name text primary key,
      checksum text not null,
      applied_at timestamptz not null default now()
    );
    alter table public.schema_migrations enable row level security;
    revoke all on public.schema_migrations from anon, authenticated;
  `)
}

async function readLedger(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from public.schema_migrations',
  )
  return new Map(rows.map((row) => [row.name, row.checksum]))
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await withTransaction(client, async () => {
      await client.query(sql)
      await client.query('insert into public.schema_migrations (name, checksum) values ($1, $2)', [
        name,
        checksum,
      ])
    })
  } catch (cause) {
    throw new Error(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}
