import type { Outcome } from './command'
import type { StepResult } from './step'
import { EXIT, type ExitCode } from '../engine/exit-codes'
import type { Finding, Step } from '../engine/phase'

export type Verdict = 'pass' | 'fail' | 'inconclusive'

/** What a step says at its end, for a script and for a person. */
export function stepOutcome(target: string, step: Step, results: StepResult[]): Outcome {
  const findings = results.flatMap((result) => result.findings)
  const verdict = verdictOf(findings)
  const checked = step === 'verify' || step === 'health'
  const json = { target, step, ...(checked ? { verdict, findings } : {}), results }
  return { json, text: results.flatMap(describe), exit: checked ? exitOf(verdict) : EXIT.done }
}

/** One failure outweighs everything; something undecided outweighs every success. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some((finding) => finding.outcome === 'fail')) return 'fail'
  return findings.some((finding) => finding.outcome === 'inconclusive') ? 'inconclusive' : 'pass'
}

function exitOf(verdict: Verdict): ExitCode {
  return { pass: EXIT.done, fail: EXIT.difference, inconclusive: EXIT.inconclusive }[verdict]
}

function describe(result: StepResult): string[] {
  const title = `${result.phase} of ${result.app}: ${result.state} (attempt ${result.attempt})`
  if (result.nothing !== undefined) return [title, `  nothing to do: ${result.nothing}`]
  if (result.alreadyDone) return [title, `  "${result.step}" is done already; nothing was changed`]
  return [
    title,
    ...result.actions.map((action) => {
      const detail = action.result?.summary ?? action.status
      const time = action.status === 'done' ? ` (${action.seconds.toFixed(1)} s)` : ` [${action.status}]`
      return `  ${action.id.padEnd(24)} ${detail}${time}`
    }),
    ...result.findings.flatMap((finding) => [
      `  ${finding.outcome.padEnd(12)} ${finding.id.padEnd(20)} ${finding.detail}`,
      ...(finding.remedy === undefined ? [] : [`               -> ${finding.remedy}`]),
    ]),
  ]
}
