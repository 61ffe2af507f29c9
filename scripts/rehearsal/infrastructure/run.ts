import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { EXIT, type ExitCode } from '../../engine/exit-codes'
import { describeFailure, failureText, type Failure } from '../../engine/output'
import { infrastructureLines } from '../../report/terminal-infrastructure'
import { writeInfrastructureReport } from '../../report/write'
import { describeHost } from '../host'
import { Recorder } from '../recorder'
import type { Run } from '../run'
import { rehearseInfrastructure, type Findings } from './rehearse'
import { buildInfrastructureReport } from './report'
import { startInfrastructureWorld, targetsFor } from './world'

/** `npm run rehearse -- --only infrastructure`. */
export async function runInfrastructure(run: Run): Promise<ExitCode> {
  const { account, options } = run
  const targets = targetsFor(options.systems).map(({ name }) => name)
  account.heading(
    `Rehearsal ${run.runId}: every stack of ${targets.join(', ')}, applied, planned again, destroyed`,
  )
  const recorder = new Recorder(account)
  const logFile = createWriteStream(join(run.dir, 'rehearsal.log'))
  const log = (line: string): void =>
    void logFile.write(`${recorder.now().toFixed(1).padStart(7)}  ${line}\n`)
  const findings: Findings = { stacks: [], notApplied: [], left: null }
  const failure = await attempt(run, { recorder, findings, log })
  // Whoever stopped it has no use for a report, and the last one stays.
  if (run.signal.aborted) return failure?.exit ?? EXIT.bug
  const host = await describeHost(run.env)
  const input = buildInfrastructureReport({ recorder, runId: run.runId, targets, host, findings, failure })
  const { report, files } = await writeInfrastructureReport(input, run.root)
  account.lines(infrastructureLines(report, files))
  return failure?.exit ?? (report.outcome === 'succeeded' ? EXIT.done : EXIT.difference)
}

interface Attempt {
  recorder: Recorder
  findings: Findings
  log: (line: string) => void
}

async function attempt(run: Run, { recorder, findings, log }: Attempt): Promise<Failure | undefined> {
  const { dir, env, cleanup, signal, options } = run
  try {
    const about = { id: 'aws', title: 'AWS, emulated', kind: 'world' } as const
    const world = await recorder.stage(about, async (notes) => {
      const started = await startInfrastructureWorld({
        systems: options.systems,
        dir,
        env,
        cleanup,
        signal,
        log,
      })
      notes.say(`AWS APIs on ${started.emulator.endpoint}`)
      return started
    })
    await rehearseInfrastructure(world, recorder, findings)
    return undefined
  } catch (error) {
    const failure = describeFailure(error)
    log(failureText(failure))
    return failure
  }
}
