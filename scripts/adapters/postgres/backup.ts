import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { MigrateError } from '../../engine/errors'
import type { Database } from '../ports'

export interface TableRows {
  /** `schema.table`, quoted where PostgreSQL quotes it. */
  table: string
  rows: number
}

type Env = Readonly<Record<string, string | undefined>>

/**
 * Takes a dump of the whole database and says how many rows each table has in that very snapshot.
 * `sink` is given the bytes of the dump (pg_dump's custom format).
 */
export async function dumpDatabase(
  database: Database,
  options: { url: string; env: Env; sink: (bytes: Readable) => Promise<void> },
): Promise<TableRows[]> {
  await mustReadServer(database, options.env)
  return database.transaction(async (sql) => {
    await sql.query('set transaction isolation level repeatable read read only')
    const { rows } = await sql.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot')
    const snapshot = rows[0]?.snapshot ?? ''
    const { url, password } = withoutPassword(options.url)
    const args = ['--format=custom', `--snapshot=${snapshot}`, `--dbname=${url}`]
    const env = { ...options.env, ...(password === '' ? {} : { PGPASSWORD: password }) }
    await run('pg_dump', args, { env, output: options.sink })
    const tables = await sql.query<{ table: string }>(
      `select format('%I.%I', n.nspname, c.relname) as table
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')
          and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e') order by 1`,
    )
    const counted: TableRows[] = []
    for (const { table } of tables.rows) {
      const count = await sql.query<{ n: string }>(`select count(*) as n from ${table}`)
      counted.push({ table, rows: Number(count.rows[0]?.n ?? 0) })
    }
    return counted
  })
}

/** Arguments are seen by everybody on the machine, the environment is not. */
function withoutPassword(text: string): { url: string; password: string } {
  const url = new URL(text)
  const password = url.searchParams.get('password') ?? decodeURIComponent(url.password)
  url.password = ''
  url.searchParams.delete('password')
  return { url: url.href, password }
}

/** Reads a dump back and counts the rows it holds, table by table. */
export async function countDump(file: string, env: Env): Promise<TableRows[]> {
  const counted: TableRows[] = []
  await run('pg_restore', ['--data-only', '--file=-', file], {
    env,
    output: (bytes) => countRows(bytes, counted),
  })
  return counted
}

async function countRows(script: Readable, counted: TableRows[]): Promise<void> {
  let current: TableRows | undefined
  for await (const line of createInterface({ input: script, crlfDelay: Infinity })) {
    if (current === undefined) {
      const table = /^COPY (.+?) \(.*\) FROM stdin;$/.exec(line)?.[1]
      if (table !== undefined) current = { table, rows: 0 }
    } else if (line === '\\.') {
      counted.push(current)
      current = undefined
    } else {
      current.rows += 1
    }
  }
}

/** pg_dump must be as new as its server. @throws MigrateError TOOL_MISSING saying how to install it. */
async function mustReadServer(database: Database, env: Env): Promise<void> {
  const { rows } = await database.query<{ version: string }>(
    `select current_setting('server_version_num') as version`,
  )
  await requirePgDump(Math.floor(Number(rows[0]?.version ?? 0) / 10_000), env)
}

/** @throws MigrateError TOOL_MISSING where pg_dump is not there, or older than a server of this major version */
export async function requirePgDump(server: number, env: Env): Promise<void> {
  let version = ''
  await run('pg_dump', ['--version'], {
    env,
    output: async (bytes) => {
      for await (const chunk of bytes) version += String(chunk)
    },
  })
  const client = Number(/(\d+)(?:\.\d+)?/.exec(version)?.[1] ?? 0)
  if (client >= server) return
  throw missing('pg_dump', `pg_dump ${client} cannot read a server of version ${server}`, server)
}

function missing(program: string, message: string, version?: number): MigrateError {
  const wanted = version === undefined ? '' : `-${version}`
  return new MigrateError('TOOL_MISSING', message, {
    data: { program },
    suggestion: `install it: apt-get install postgresql-client${wanted} (Debian), brew install libpq (macOS)`,
  })
}

interface Run {
  env: Env
  output: (bytes: Readable) => Promise<void>
}

async function run(program: string, args: readonly string[], options: Run): Promise<void> {
  const child = spawn(program, args, { env: { ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', (cause) =>
      reject(
        'code' in cause && cause.code === 'ENOENT'
          ? missing(program, `${program} is not on the PATH`)
          : cause,
      ),
    )
    child.on('close', (code) => (code === 0 ? resolve() : reject(failed(program, code, complaint))))
  })
  await Promise.all([options.output(child.stdout), ended])
}

function failed(program: string, code: number | null, complaint: string): MigrateError {
  const last = complaint.trim().split('\n').slice(-3).join(' ')
  return new MigrateError('COMMAND_FAILED', `${program} ended with ${code ?? 'a signal'}: ${last}`, {
    data: { program, code },
    suggestion: `run ${program} by hand with the same URL to see all it says`,
  })
}
