import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { MigrateError } from '../../engine/errors'
import { type Account, processOptions, serverAccount, writableHome } from './account'
import { findPostgres } from './binaries'
import { createCluster, SUPERUSER } from './cluster'
import { withClient } from './with-client'

export interface StartOptions {
  /**
   * Folder of this server, made if absent: `postgres.log`, `data` where the server's account may write here, and
   * while it runs `postgres.pid` for whoever cleans up after us: its process id, then its data directory.
   */
  dir: string
  /** Lines of postgresql.conf, over the rehearsal's own. */
  settings?: Readonly<Record<string, string>>
}

export interface PostgresServer {
  port: number
  /** As `show server_version` says it. */
  version: string
  /** Connection string; without a password it carries the cluster's own, which `supabase_admin` has. */
  url(to: { user: string; database: string; password?: string }): string
  /** Ends the server and removes its data. May be called twice. */
  stop(): Promise<void>
}

/** PostgreSQL flushes and exits on SIGINT, drops everything on SIGQUIT. Each is given this long, in ms. */
const STOP_SIGNALS = [
  ['SIGINT', 5000],
  ['SIGQUIT', 3000],
  ['SIGKILL', 2000],
] as const
const READY_TIMEOUT_MS = 60_000
const POLL_MS = 20
/** Another process may take the port between our look and the server's start. */
const PORT_ATTEMPTS = 5

/** Starts a new, empty PostgreSQL on a free port of 127.0.0.1; superuser `supabase_admin`, database `postgres`. */
export async function startPostgres(options: StartOptions): Promise<PostgresServer> {
  const account = serverAccount()
  const { home, borrowed } = writableHome(options.dir, account)
  const ours = borrowed ? [home] : [join(home, 'data'), join(home, 'binaries')]
  const cleanUp = () => {
    for (const path of [join(options.dir, 'postgres.pid'), ...ours]) {
      // A server that was just told to end may still write: try again for half a second.
      rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    }
  }
  try {
    const binaries = findPostgres(account, join(home, 'binaries'))
    const password = randomBytes(18).toString('base64url')
    const data = createCluster({ binaries, account, home, password, settings: options.settings ?? {} })
    return await launch({ program: binaries.postgres, data, account, dir: options.dir, password, cleanUp })
  } catch (error) {
    cleanUp()
    throw error
  }
}

interface Launch {
  program: string
  data: string
  account: Account | undefined
  dir: string
  password: string
  cleanUp: () => void
}

async function launch(of: Launch): Promise<PostgresServer> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    const child = spawnServer(of, port)
    const end = endedWithUs(child, of.cleanUp)
    const url: PostgresServer['url'] = ({ user, database, password = of.password }) =>
      `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}?sslmode=disable`
    const version = await waitUntilReady(child, url({ user: SUPERUSER, database: 'postgres' }))
    if (version !== undefined) return { port, version, url, stop: async () => end().then(of.cleanUp) }
    await end()
    const log = readFileSync(join(of.dir, 'postgres.log'), 'utf8')
    if (attempt < PORT_ATTEMPTS && log.includes('Address already in use')) continue
    throw new MigrateError('COMMAND_FAILED', 'PostgreSQL did not start', {
      data: { log: log.split('\n').slice(-15).join('\n') },
      suggestion: `Read ${join(of.dir, 'postgres.log')}.`,
    })
  }
}

function spawnServer({ program, data, account, dir }: Launch, port: number): ChildProcess {
  const log = openSync(join(dir, 'postgres.log'), 'w')
  const child = spawn(program, ['-D', data, '-p', String(port)], {
    ...processOptions(account),
    // A session of its own: Ctrl-C in the terminal reaches us, and we stop the server when we are done with it.
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.on('error', () => undefined) // seen as an exit by waitUntilReady
  child.unref()
  if (child.pid !== undefined) writeFileSync(join(dir, 'postgres.pid'), `${child.pid}\n${data}\n`)
  return child
}

/** The server's version once it accepts connections; undefined when it ended or the time is over. */
async function waitUntilReady(child: ChildProcess, url: string): Promise<string | undefined> {
  const deadline = Date.now() + READY_TIMEOUT_MS
  while (isRunning(child) && Date.now() < deadline) {
    try {
      return await withClient(url, async (client) => {
        const { rows } = await client.query<{ server_version: string }>('show server_version')
        return rows[0]?.server_version
      })
    } catch {
      await sleep(POLL_MS)
    }
  }
  return undefined
}

/**
 * Ties the server to this process: whatever ends us (an exception, process.exit) ends it too; only kill -9 leaves the
 * pid file and the server. Answers how to end it before.
 */
function endedWithUs(child: ChildProcess, cleanUp: () => void): () => Promise<void> {
  const onExit = () => {
    child.kill('SIGQUIT')
    cleanUp()
  }
  process.once('exit', onExit)
  return async () => {
    for (const [signal, patience] of STOP_SIGNALS) {
      const deadline = Date.now() + patience
      if (isRunning(child)) child.kill(signal)
      while (isRunning(child) && Date.now() < deadline) await sleep(POLL_MS)
    }
    process.off('exit', onExit)
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return address.port
}
