import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MigrateError } from '../../engine/errors'

/** Who runs the server. PostgreSQL refuses to run as root. */
export interface Account {
  name: string
  uid: number
  gid: number
}

/** The accounts we borrow when we are root, best first. Both exist on any Debian, Alpine or Fedora image. */
const BORROWED_ACCOUNTS = ['postgres', 'nobody']

/** The account to run PostgreSQL as; undefined when we are not root and simply run it as ourselves. */
export function serverAccount(passwdFile = '/etc/passwd'): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const accounts = existsSync(passwdFile) ? parsePasswd(readFileSync(passwdFile, 'utf8')) : []
  for (const name of BORROWED_ACCOUNTS) {
    const account = accounts.find((one) => one.name === name)
    if (account) return account
  }
  throw new MigrateError('TOOL_MISSING', 'PostgreSQL refuses to run as root and no other account was found', {
    data: { lookedFor: BORROWED_ACCOUNTS, in: passwdFile },
    suggestion: 'Run as an ordinary user, or add an account: useradd --system postgres',
  })
}

function parsePasswd(text: string): Account[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    return name && uid && gid && Number(uid) > 0 ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
  })
}

/** How to start a child process as that account: out of any directory it may not enter, with nothing inherited. */
export function processOptions(account: Account | undefined) {
  return {
    cwd: '/',
    // Not our environment: PGDATA, PGPORT or a foreign locale would change what starts.
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  }
}

/**
 * A directory the account may write to: `dir` itself where every folder above it lets the account in, else a new
 * one in the system's temporary directory.
 */
export function writableHome(dir: string, account: Account | undefined): { home: string; borrowed: boolean } {
  mkdirSync(dir, { recursive: true })
  if (canWriteBelow(dir, account)) return { home: dir, borrowed: false }
  for (const parent of [tmpdir(), '/tmp']) {
    const home = mkdtempSync(join(parent, 'supabase-to-aws-postgres-'))
    if (account) chownSync(home, account.uid, account.gid)
    if (canWriteBelow(home, account)) return { home, borrowed: true }
    rmSync(home, { recursive: true })
  }
  throw new MigrateError('TOOL_MISSING', `No directory that account ${account?.name ?? ''} may write to`, {
    data: { tried: [dir, tmpdir(), '/tmp'] },
    suggestion: 'Point TMPDIR to a directory that every account may enter.',
  })
}

function canWriteBelow(dir: string, account: Account | undefined): boolean {
  const probe = mkdtempSync(join(dir, 'probe-'))
  try {
    if (account) chownSync(probe, account.uid, account.gid)
    const script = 'test -w "$1" && test -x "$1"'
    return spawnSync('/bin/sh', ['-c', script, 'sh', probe], processOptions(account)).status === 0
  } finally {
    rmSync(probe, { recursive: true })
  }
}
