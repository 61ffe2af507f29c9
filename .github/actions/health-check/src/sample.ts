import { runChild, type ChildResult } from './child'
import type { Command } from './settings'

/** `error`: the target could not be measured, which says nothing about its health. */
export type SampleVerdict = 'pass' | 'fail' | 'inconclusive' | 'error'

export interface Sample {
  /** Seconds since the first sample's series began. */
  atSeconds: number
  durationSeconds: number
  verdict: SampleVerdict
  detail: string
}

/** What the exit code must be for each verdict, so that a crash after the output does not pass for an answer. */
const EXIT_OF_VERDICT = { pass: 0, fail: 4, inconclusive: 9 } as const
const MAX_DETAIL = 300

export interface ProbeOptions {
  timeoutMs: number
  signal: AbortSignal
  onLine: (line: string) => void
}

/** Runs the probe once. */
export async function takeSample(probe: Command, options: ProbeOptions): Promise<Omit<Sample, 'atSeconds'>> {
  const result = await runChild(probe, options)
  return { durationSeconds: result.durationMs / 1000, ...verdictOf(result) }
}

function verdictOf(result: ChildResult): Pick<Sample, 'verdict' | 'detail'> {
  if (result.timedOut) return { verdict: 'error', detail: 'the probe took too long and was killed' }
  if (result.startError !== undefined)
    return { verdict: 'error', detail: `cannot start it: ${result.startError}` }
  const answer = parseAnswer(result.stdout)
  if (answer === undefined) {
    return { verdict: 'error', detail: `exit ${String(result.exitCode)}, no JSON object with a verdict` }
  }
  const expected = EXIT_OF_VERDICT[answer.verdict]
  if (result.exitCode !== expected) {
    const detail = `says ${answer.verdict} but exits with ${String(result.exitCode)}, not ${expected}`
    return { verdict: 'error', detail }
  }
  return answer
}

function parseAnswer(text: string): { verdict: keyof typeof EXIT_OF_VERDICT; detail: string } | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || !('verdict' in value)) return undefined
  const { verdict } = value
  if (verdict !== 'pass' && verdict !== 'fail' && verdict !== 'inconclusive') return undefined
  return { verdict, detail: detailOf(value).slice(0, MAX_DETAIL) }
}

/** The details of the findings that did not pass. */
function detailOf(answer: object): string {
  if (!('findings' in answer) || !Array.isArray(answer.findings)) return ''
  const findings: unknown[] = answer.findings
  return findings
    .flatMap((finding) => {
      if (typeof finding !== 'object' || finding === null) return []
      if ('outcome' in finding && finding.outcome === 'pass') return []
      return 'detail' in finding && typeof finding.detail === 'string' ? [finding.detail] : []
    })
    .join('; ')
}
