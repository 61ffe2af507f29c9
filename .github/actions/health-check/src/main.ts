import * as core from '@actions/core'
import { writeFileSync } from 'node:fs'
import { InputError, readInputs } from './inputs'
import { run, type Outcome, type Report } from './run'
import type { Settings } from './settings'
import { summaryOf } from './summary'

/** The exit codes of the migrate command, for the same meanings. */
const EXIT: Record<Outcome, number> = { promoted: 0, reverted: 7, 'revert-failed': 8, held: 9 }
const EXIT_BUG = 1
const EXIT_USAGE = 2

async function main(): Promise<void> {
  const settings = readInputs()
  const stop = new AbortController()
  // GitHub cancels a job with SIGINT, then SIGTERM.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  const report = await run(settings, { signal: stop.signal, onLine: (line) => core.info(line) })
  await publish(report, settings)
}

async function publish(report: Report, { reportPath, phase, target }: Settings): Promise<void> {
  // First of all: whatever fails below, the outcome is told.
  process.exitCode = EXIT[report.outcome]
  if (report.outcome !== 'promoted') core.error(`${phase} ${target}: ${report.verdict}, ${report.outcome}`)
  core.setOutput('verdict', report.verdict)
  core.setOutput('outcome', report.outcome)
  core.setOutput('reverted', report.outcome === 'reverted')
  core.setOutput('samples', report.watched.samples.length)
  writeFileSync(reportPath, `${JSON.stringify(report, null, 2)}\n`)
  core.setOutput('report', reportPath)
  await core.summary.addRaw(summaryOf(report), true).write()
}

main().catch((error: unknown) => {
  core.error(error instanceof Error ? error : String(error))
  process.exitCode = error instanceof InputError ? EXIT_USAGE : process.exitCode ? process.exitCode : EXIT_BUG
})
