import { spawn, type ChildProcess } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ReportInput } from '../report/schema'
import { MigrateError } from '../engine/errors'
import { typescriptProgram } from '../typescript-program'
import type { LedgerEntry } from './application/ledger'
import { readLedger } from './application/ledger'
import type { ProcessOptions } from './application/options'
import type { ApplicationCounts } from './application/tally'
import { APP, TARGET, type World } from './world'

const RATE_PER_SECOND = 20
const START_LIMIT_MS = 30_000
const STOP_LIMIT_MS = 60_000

/** The application at work, in its own process, as the crossing sees it. */
export interface Application {
  /** Acknowledged writes so far, by the side that took them. */
  acknowledged(): { source: number; aws: number }
  /** Operations given up, by error code. */
  errors(): Record<string, number>
  /** Ends it; waits for what is under way. */
  stop(): Promise<ApplicationCounts>
  ledger(): Promise<LedgerEntry[]>
  samples: ReportInput['application']['samples']
  /** Longest time without any acknowledged write, and when it began (seconds of the run). */
  pause: { milliseconds: number; at: number | null }
}

interface Line {
  type: 'started' | 'progress' | 'stopped'
  counts?: ApplicationCounts
}

export interface StartApplication {
  world: World
  /** Another seed writes other keys. */
  seed: number
  now: () => number
  log: (line: string) => void
  cleanup: { add(name: string, stop: () => Promise<void>): void }
}

/** Starts it and waits until it works. */
export async function startApplication(options: StartApplication): Promise<Application> {
  const { world } = options
  const ledgerFile = join(world.dir, `ledger-${options.seed}.jsonl`)
  const settings: ProcessOptions = {
    target: TARGET,
    app: APP,
    seed: options.seed,
    ratePerSecond: RATE_PER_SECOND,
    ledgerFile,
    fallback: true,
  }
  const file = join(world.dir, `application-${options.seed}.json`)
  await writeFile(file, JSON.stringify(settings))
  const child = spawn(
    process.execPath,
    typescriptProgram(join(__dirname, 'application', 'main.ts'), [file]),
    {
      env: { ...world.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      // Ctrl-C reaches the whole group; the clean-up ends it in its turn.
      detached: true,
    },
  )
  const watched = watch(child, options)
  options.cleanup.add(`application ${options.seed}`, () => end(child))
  await watched.started
  return { ...watched.view, ledger: () => readLedger(ledgerFile), stop: () => stop(child, watched.last) }
}

function watch(child: ChildProcess, options: StartApplication) {
  const samples: Application['samples'] = []
  const pause: Application['pause'] = { milliseconds: 0, at: null }
  let latest: ApplicationCounts | undefined
  let [before, beforeAt] = [0, options.now()]
  const take = (counts: ApplicationCounts): void => {
    const [total, at] = [counts.acknowledged.source + counts.acknowledged.aws, options.now()]
    if (at > beforeAt) samples.push({ at, writesPerSecond: (total - before) / (at - beforeAt) })
    if (counts.longestGapMilliseconds > pause.milliseconds) {
      pause.milliseconds = counts.longestGapMilliseconds
      pause.at = Math.max(0, at - counts.longestGapMilliseconds / 1_000)
    }
    ;[before, beforeAt, latest] = [total, at, counts]
  }
  const started = linesOf(child, options, take)
  const view = {
    samples,
    pause,
    acknowledged: () => ({ ...(latest?.acknowledged ?? { source: 0, aws: 0 }) }),
    errors: () => ({ ...latest?.errors }),
  }
  return { started, view, last: () => latest }
}

/** Resolves when the application says that it works; fails when it ends or stays silent. */
function linesOf(
  child: ChildProcess,
  options: StartApplication,
  take: (counts: ApplicationCounts) => void,
): Promise<void> {
  if (!child.stdout || !child.stderr) throw new Error('the application has no output')
  createInterface({ input: child.stderr }).on('line', (line) => options.log(`application: ${line}`))
  const lines = createInterface({ input: child.stdout })
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(notStarted('said nothing')), START_LIMIT_MS)
    child.once('close', (code) => reject(notStarted(`ended with ${code ?? 'a signal'}`)))
    lines.on('line', (text) => {
      const line = JSON.parse(text) as Line
      if (line.counts) take(line.counts)
      if (line.type !== 'started') return
      clearTimeout(timer)
      resolve()
    })
  })
}

function notStarted(why: string): MigrateError {
  return new MigrateError('COMMAND_FAILED', `the application ${why} before it worked`, {
    suggestion: 'run the rehearsal with --keep and read rehearsal.log in its folder',
  })
}

async function stop(
  child: ChildProcess,
  last: () => ApplicationCounts | undefined,
): Promise<ApplicationCounts> {
  await end(child)
  const counts = last()
  if (counts && child.exitCode === 0) return counts
  throw new MigrateError('COMMAND_FAILED', `the application ended with ${child.exitCode ?? 'a signal'}`, {
    suggestion: 'run the rehearsal with --keep and read rehearsal.log in its folder',
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
  await closed
  clearTimeout(timer)
}
