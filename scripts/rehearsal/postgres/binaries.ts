import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { MigrateError } from '../../engine/errors'
import { type Account, processOptions } from './account'
import { completeEmbedded, embeddedPostgres } from './embedded'

export interface PostgresBinaries {
  initdb: string
  postgres: string
  major: number
}

interface Candidate {
  bin: string
  /** The whole tree may be copied elsewhere and still runs (true of the npm package only). */
  native?: string
}

/**
 * Server programs that `account` can run, from npm's package or else from the machine.
 * Programs it may not read (a clone inside a home with mode 0700) are copied below `copyTo`.
 */
export function findPostgres(
  account: Account | undefined,
  copyTo: string,
  candidates: readonly Candidate[] = allCandidates(),
): PostgresBinaries {
  for (const candidate of candidates) {
    const found = usable(candidate, account, copyTo)
    if (found) return found
  }
  throw new MigrateError(
    'TOOL_MISSING',
    'No PostgreSQL server programs that run here (initdb and postgres)',
    {
      data: { lookedIn: candidates.map((one) => one.bin) },
      suggestion:
        'Run `npm ci` with its optional dependencies, or install PostgreSQL 15 or newer: ' +
        '`apt-get install postgresql`, `brew install postgresql@17`.',
    },
  )
}

function usable(
  candidate: Candidate,
  account: Account | undefined,
  copyTo: string,
): PostgresBinaries | undefined {
  const { bin, native } = candidate
  if (native === undefined) return runnable(bin, account)
  try {
    completeEmbedded(native)
    const inPlace = runnable(bin, account)
    if (inPlace) return inPlace
  } catch {
    // node_modules is read-only: the copy below is not.
  }
  if (!existsSync(join(native, 'bin'))) return undefined
  for (const part of ['bin', 'lib', 'share', 'pg-symlinks.json']) {
    cpSync(join(native, part), join(copyTo, 'native', part), { recursive: true, verbatimSymlinks: true })
  }
  completeEmbedded(join(copyTo, 'native'))
  return runnable(join(copyTo, 'native', 'bin'), account)
}

/** Runs both programs once as the account: finds a missing library or another libc before initdb does. */
function runnable(bin: string, account: Account | undefined): PostgresBinaries | undefined {
  const [initdb, postgres] = [join(bin, 'initdb'), join(bin, 'postgres')]
  for (const program of [initdb, postgres]) {
    if (spawnSync(program, ['--version'], processOptions(account)).status !== 0) return undefined
  }
  const { stdout } = spawnSync(postgres, ['--version'], { ...processOptions(account), encoding: 'utf8' })
  const major = Number(/\(PostgreSQL\) (\d+)/.exec(stdout)?.[1])
  return Number.isNaN(major) ? undefined : { initdb, postgres, major }
}

function allCandidates(): Candidate[] {
  const native = embeddedPostgres()
  const onMachine = [
    ...asked('sh', ['-c', 'command -v initdb']).map((file) => dirname(file)),
    ...newestFirst('/usr/lib/postgresql').map((version) => join('/usr/lib/postgresql', version, 'bin')),
    ...asked('pg_config', ['--bindir']),
    ...['/opt/homebrew/opt', '/usr/local/opt'].flatMap((opt) =>
      newestFirst(opt)
        .filter((name) => name.startsWith('postgresql'))
        .map((name) => join(opt, name, 'bin')),
    ),
  ]
  return [
    ...(native === undefined ? [] : [{ bin: join(native, 'bin'), native }]),
    ...[...new Set(onMachine)].map((bin) => ({ bin })),
  ]
}

function asked(program: string, args: readonly string[]): string[] {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' })
  return status === 0 ? [stdout.trim()] : []
}

function newestFirst(dir: string): string[] {
  const names = existsSync(dir) ? readdirSync(dir) : []
  return names.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
}
