import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, type ExitCode } from '../engine/exit-codes'
import { describeFailure, failureText } from '../engine/output'
import { createAccount } from '../report/terminal'
import { writeReport } from '../report/write'
import { Cleanup } from './cleanup'
import { cross, type Crossing } from './crossing'
import { describeHost } from './host'
import { runInfrastructure } from './infrastructure/run'
import { parseOptions, USAGE } from './options'
import { mustHavePrograms } from './prerequisites'
import { Recorder } from './recorder'
import { buildReport, type Ending } from './report'
import type { Run } from './run'
import { startSampler } from './sampler'
import { startAws, startSource } from './world'

const ROOT = join(__dirname, '..', '..')

/** `npm run rehearse`: the whole crossing on this machine, told as it goes, with a report at its end. */
async function main(): Promise<number> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
  const options = parseOptions(process.argv.slice(2))
  if (options.help) {
    process.stdout.write(USAGE)
    return EXIT.done
  }
  if (options.only === undefined) await mustHavePrograms(process.env)
  const runId = `${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}-${randomBytes(2).toString('hex')}`
  const dir = join(ROOT, '.rehearsal', runId)
  await mkdir(dir, { recursive: true })
  const colour = process.stdout.isTTY && process.env.NO_COLOR === undefined
  const account = createAccount({ write: (line) => process.stdout.write(`${line}\n`), colour })
  const cleanup = new Cleanup()
  const stop = stopOnSignals(cleanup)
  try {
    const run: Run = {
      options,
      runId,
      dir,
      account,
      cleanup,
      signal: stop.signal,
      env: process.env,
      root: ROOT,
    }
    const exit = await (options.only === 'infrastructure' ? runInfrastructure(run) : rehearse(run))
    return stop.exit() ?? exit
  } finally {
    for (const fault of await cleanup.run()) process.stderr.write(`could not stop ${fault}\n`)
    if (!options.keep) await rm(dir, { recursive: true, force: true })
    stop.forget()
  }
}

/** Exit code of a process that a signal ended: 128 and the signal's number. */
const SIGNAL_EXITS = { SIGINT: 130, SIGTERM: 143 } as const
/** What does not notice that it is stopped is left behind after this long. */
const PATIENCE_MS = 20_000

interface Stop {
  signal: AbortSignal
  /** Set once a signal came. */
  exit: () => number | undefined
  forget: () => void
}

/** Ctrl-C ends the world, too: everything started is stopped, then the process goes as the signal asked. */
function stopOnSignals(cleanup: Cleanup): Stop {
  const controller = new AbortController()
  let exit: number | undefined
  const onSignal = (name: keyof typeof SIGNAL_EXITS): void => {
    if (exit !== undefined) return
    exit = SIGNAL_EXITS[name]
    process.stderr.write(`\n${name}: stopping everything that was started\n`)
    controller.abort()
    void cleanup.run()
    setTimeout(() => process.exit(SIGNAL_EXITS[name]), PATIENCE_MS).unref()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  const forget = (): void => {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
  return { signal: controller.signal, exit: () => exit, forget }
}

async function rehearse(run: Run): Promise<ExitCode> {
  const { account, dir, cleanup, options } = run
  account.heading(`Rehearsal ${run.runId}: Aiuteur's storage to AWS, back, and forward again`)
  const recorder = new Recorder(account)
  const logFile = createWriteStream(join(dir, 'rehearsal.log'))
  const log = (line: string): void =>
    void logFile.write(`${recorder.now().toFixed(1).padStart(7)}  ${line}\n`)
  const ending: Ending = { recorder, runId: run.runId, workflows: { steps: [], approvals: [] } }
  let exit: ExitCode
  try {
    const worldOptions = { dir, env: process.env, objects: options.objects, cleanup }
    const source = await recorder.stage(
      { id: 'source', title: 'Supabase with Aiuteur in it', kind: 'world' },
      (notes) => startSource(worldOptions, notes),
    )
    ending.host = { ...(await describeHost(process.env)), postgres: source.postgres.version }
    const world = await recorder.stage({ id: 'aws', title: 'AWS, emulated', kind: 'world' }, (notes) =>
      startAws(worldOptions, source, notes),
    )
    ending.world = world
    const sampler = await startSampler(source.databaseUrl, {
      now: () => recorder.now(),
      stage: () => recorder.current,
    })
    cleanup.add('sampler', () => sampler.stop())
    ending.throughput = sampler.samples
    const crossing: Crossing = {
      world,
      recorder,
      log,
      cleanup,
      signal: run.signal,
      awsSeconds: options.awsSeconds,
      workflows: ending.workflows,
    }
    ending.crossed = await cross(crossing)
    exit = ending.crossed.proof.clean ? EXIT.done : EXIT.difference
  } catch (error) {
    const failure = describeFailure(error)
    ending.failure = failure
    log(failureText(failure))
    exit = failure.exit
  }
  // Whoever stopped it has no use for a report, and the last one stays.
  if (!run.signal.aborted) await finish(run, ending)
  return exit
}

async function finish(run: Run, ending: Ending): Promise<void> {
  if (!ending.host) {
    // Nothing ran that a report could tell of: one clear line is all.
    process.stderr.write(`${ending.failure ? failureText(ending.failure) : 'the rehearsal did not start'}\n`)
    return
  }
  const { report, files } = await writeReport(buildReport(ending, ending.host), ROOT)
  run.account.close(report, files)
}

void main()
  .catch((error: unknown) => {
    const failure = describeFailure(error)
    process.stderr.write(`${failureText(failure)}\n`)
    return failure.exit
  })
  .then((code) => {
    process.exitCode = code
  })
