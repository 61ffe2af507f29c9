import { execFile } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { MigrateError } from '../../../scripts/engine/errors'
import { serverAccount } from '../../../scripts/rehearsal/postgres/account'
import { findPostgres } from '../../../scripts/rehearsal/postgres/binaries'
import { completeEmbedded, embeddedPostgres } from '../../../scripts/rehearsal/postgres/embedded'
import { type PostgresServer, startPostgres } from '../../../scripts/rehearsal/postgres/server'
import { withClient } from '../../../scripts/rehearsal/postgres/with-client'

const asRoot = process.getuid?.() === 0 ? it : it.skip

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'postgres-test-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** The one value that a query answers. */
async function ask(server: PostgresServer, sql: string): Promise<unknown> {
  const url = server.url({ user: 'supabase_admin', database: 'postgres' })
  const { rows } = await withClient(url, (client) => client.query<[unknown]>({ text: sql, rowMode: 'array' }))
  return rows[0]?.[0]
}

function thrownBy(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('startPostgres', () => {
  it('runs two servers side by side, each with its own data, and stops each twice', async () => {
    const [one, two] = await Promise.all(
      ['one', 'two'].map((name) => startPostgres({ dir: join(dir, name) })),
    )
    if (!one || !two) throw new Error('two servers were started')
    try {
      expect(one.port).not.toBe(two.port)
      await ask(one, 'create table only_here ()')
      expect(await ask(two, `select to_regclass('only_here')`)).toBeNull()
      await one.stop()
      expect(await ask(two, 'select 1')).toBe(1)
    } finally {
      await Promise.all([one, two, one, two].map((server) => server.stop()))
    }
    await expect(ask(two, 'select 1')).rejects.toThrow()
  })

  it('listens on the loopback address only, is ready for logical replication and takes settings', async () => {
    const server = await startPostgres({ dir, settings: { application_name: "it's mine" } })
    try {
      expect(await ask(server, 'show listen_addresses')).toBe('127.0.0.1')
      expect(await ask(server, 'show unix_socket_directories')).toBe('')
      expect(await ask(server, 'show wal_level')).toBe('logical')
      expect(await ask(server, `select reset_val from pg_settings where name = 'application_name'`)).toBe(
        "it's mine",
      )
      expect(await ask(server, 'show server_version')).toBe(server.version)
    } finally {
      await server.stop()
    }
  })

  it('refuses a wrong password, the superuser too', async () => {
    const server = await startPostgres({ dir })
    try {
      const url = server.url({ user: 'supabase_admin', database: 'postgres', password: 'guessed' })
      await expect(withClient(url, async () => undefined)).rejects.toThrow('password authentication failed')
    } finally {
      await server.stop()
    }
  })

  it('keeps its pid in a file while it runs, and removes the data when it stops', async () => {
    const server = await startPostgres({ dir })
    const pidFile = join(dir, 'postgres.pid')
    const [pidLine, data = ''] = readFileSync(pidFile, 'utf8').split('\n')
    const pid = Number(pidLine)
    expect(existsSync(join(data, 'PG_VERSION'))).toBe(true)
    expect(process.kill(pid, 0)).toBe(true)
    await server.stop()
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    expect(existsSync(pidFile)).toBe(false)
    expect(existsSync(data)).toBe(false)
  })

  it('fails with the last lines of its log when a setting is wrong, and leaves nothing', async () => {
    const attempt = startPostgres({ dir, settings: { wal_level: 'nonsense' } })
    await expect(attempt).rejects.toMatchObject({ code: 'COMMAND_FAILED' })
    const error: unknown = await attempt.catch((caught: unknown) => caught)
    expect(error instanceof MigrateError && String(error.data['log'])).toContain('nonsense')
    expect(existsSync(join(dir, 'data'))).toBe(false)
  })
})

describe('the account of the server', () => {
  asRoot('is not root when the test is', async () => {
    const server = await startPostgres({ dir })
    try {
      const status = readFileSync(
        `/proc/${readFileSync(join(dir, 'postgres.pid'), 'utf8').split('\n')[0] ?? ''}/status`,
        'utf8',
      )
      expect(status).toMatch(new RegExp(`^Uid:\\s+${serverAccount()?.uid ?? -1}\\b`, 'm'))
    } finally {
      await server.stop()
    }
  })

  asRoot('works below a directory that only root may enter', async () => {
    const closed = join(dir, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    const server = await startPostgres({ dir: join(closed, 'server') })
    try {
      expect(await ask(server, 'select 1')).toBe(1)
      expect(existsSync(join(closed, 'server', 'data'))).toBe(false)
    } finally {
      await server.stop()
    }
  })

  asRoot('gets a copy of programs it may not read', () => {
    const native = embeddedPostgres()
    if (native === undefined) throw new Error('npm ci brings the package')
    chmodSync(dir, 0o755)
    const closed = join(dir, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    cpSync(native, join(closed, 'native'), { recursive: true, verbatimSymlinks: true })
    const candidate = { bin: join(closed, 'native', 'bin'), native: join(closed, 'native') }
    const found = findPostgres(serverAccount(), join(dir, 'copy'), [candidate])
    expect(found.postgres).toBe(join(dir, 'copy', 'native', 'bin', 'postgres'))
  })

  asRoot('must exist: a machine without one is told how to get it', () => {
    const passwd = join(dir, 'passwd')
    writeFileSync(passwd, 'root:x:0:0:root:/root:/bin/sh\ntoor:x:0:0::/root:/bin/sh\n')
    expect(thrownBy(() => serverAccount(passwd))).toMatchObject({ code: 'TOOL_MISSING' })
  })
})

describe('the programs', () => {
  it('are asked for by name when the machine has none', () => {
    const error = thrownBy(() => findPostgres(serverAccount(), dir, [{ bin: '/nonexistent/bin' }]))
    expect(error).toMatchObject({ code: 'TOOL_MISSING', data: { lookedIn: ['/nonexistent/bin'] } })
  })

  it('are passed over when they do not run', () => {
    writeFileSync(join(dir, 'initdb'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    writeFileSync(join(dir, 'postgres'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    expect(() => findPostgres(serverAccount(), dir, [{ bin: dir }])).toThrow(MigrateError)
  })

  it('get the library links npm leaves out, once', () => {
    const native = join(dir, 'native')
    mkdirSync(join(native, 'lib'), { recursive: true })
    mkdirSync(join(native, 'bin'))
    writeFileSync(join(native, 'lib', 'libpq.so.5.15'), '')
    writeFileSync(join(native, 'bin', 'initdb'), '', { mode: 0o644 })
    const links = [{ source: 'native/lib/libpq.so.5.15', target: 'native/lib/libpq.so.5' }]
    writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(links))
    completeEmbedded(native)
    completeEmbedded(native)
    expect(lstatSync(join(native, 'lib', 'libpq.so.5')).isSymbolicLink()).toBe(true)
    expect(lstatSync(join(native, 'bin', 'initdb')).mode & 0o111).not.toBe(0)
  })
})

describe('a process that ends without stopping its server', () => {
  it('takes the server and its data with it', async () => {
    const script = join(dir, 'forgets.ts')
    const module = join(__dirname, '../../../scripts/rehearsal/postgres/server')
    writeFileSync(
      script,
      `import { startPostgres } from ${JSON.stringify(module)}
       import { readFileSync } from 'node:fs'
       const dir = process.argv[2] ?? ''
       void startPostgres({ dir }).then(() => {
         process.stdout.write(readFileSync(dir + '/postgres.pid', 'utf8'))
         process.exit(0)
       })`,
    )
    const tsx = join(__dirname, '../../../node_modules/.bin/tsx')
    const { stdout } = await promisify(execFile)(tsx, [script, join(dir, 'server')])
    const [pid, data = ''] = stdout.split('\n')
    expect(data).not.toBe('')
    expect(existsSync(data)).toBe(false)
    expect(existsSync(join(dir, 'server', 'postgres.pid'))).toBe(false)
    await expectGone(Number(pid))
  })
})

/** A process that was told to end needs a moment. Jest's own time limit is the patience. */
async function expectGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await sleep(20)
  }
}
