import { spawnSync } from 'node:child_process'
import { appendFileSync, chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MigrateError } from '../../engine/errors'
import { type Account, processOptions } from './account'
import type { PostgresBinaries } from './binaries'

/** As on Supabase: the platform's superuser. The `postgres` role an application gets is none. */
export const SUPERUSER = 'supabase_admin'

const DEFAULT_SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  wal_level: 'logical',
  // A rehearsal outlives no power cut, and the disk of a runner is slow.
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '100',
  shared_buffers: '64MB',
}

export interface ClusterOptions {
  binaries: PostgresBinaries
  account: Account | undefined
  /** Folder to make the cluster in; the account may write below it. */
  home: string
  password: string
  settings: Readonly<Record<string, string>>
}

/** Makes a new cluster and answers its data directory. */
export function createCluster(options: ClusterOptions): string {
  const data = join(options.home, 'data')
  mkdirSync(data, { mode: 0o700 })
  const passwordFile = join(options.home, 'password')
  writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 })
  const { account } = options
  if (account) for (const path of [data, passwordFile]) chownSync(path, account.uid, account.gid)
  try {
    runInitdb(options, data, passwordFile)
  } finally {
    rmSync(passwordFile)
  }
  appendFileSync(join(data, 'postgresql.conf'), configuration({ ...DEFAULT_SETTINGS, ...options.settings }))
  return data
}

function runInitdb(options: ClusterOptions, data: string, passwordFile: string): void {
  const common = [
    ...['--pgdata', data, '--username', SUPERUSER, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
    ...['--encoding', 'UTF8', '--locale', 'C', '--no-sync', '--no-instructions'],
  ]
  // A default collation that is not byte order, as on most Supabase projects: a query that sorts keys and forgets
  // collate "C" must go wrong here. PostgreSQL 14 and builds without ICU keep C.
  const icu = options.binaries.major >= 15 ? ['--locale-provider', 'icu', '--icu-locale', 'en-US'] : []
  const spawnOptions = { ...processOptions(options.account), encoding: 'utf8' as const }
  let result = spawnSync(options.binaries.initdb, [...common, ...icu], spawnOptions)
  if (result.stderr.includes('ICU is not supported')) {
    result = spawnSync(options.binaries.initdb, common, spawnOptions)
  }
  if (result.status === 0) return
  throw new MigrateError('COMMAND_FAILED', `initdb ended with ${String(result.status ?? result.signal)}`, {
    data: { output: result.stderr.trim() },
    suggestion: 'Read the output above; a full disk is the usual cause.',
  })
}

function configuration(settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`)
  return ['', '# Settings of the rehearsal', ...lines, ''].join('\n')
}
