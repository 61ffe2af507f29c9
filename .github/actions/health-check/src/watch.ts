import { setTimeout as sleep } from 'node:timers/promises'
import { judge, judgeAtDeadline, type Verdict } from './judge'
import { takeSample, type Sample } from './sample'
import type { Command, Rules } from './settings'

export interface Watched {
  verdict: Verdict
  samples: Sample[]
  seconds: number
}

export interface WatchOptions {
  signal: AbortSignal
  onLine: (line: string) => void
}

/** Takes samples until they are decided or the deadline has come. Aborting it is the verdict error. */
export async function watch(probe: Command, rules: Rules, options: WatchOptions): Promise<Watched> {
  const startedAt = performance.now()
  const seconds = (): number => (performance.now() - startedAt) / 1000
  const samples: Sample[] = []
  await pause(Math.min(rules.warmUpSeconds, rules.deadlineSeconds), options.signal)
  while (!isAborted(options.signal) && seconds() < rules.deadlineSeconds) {
    const atSeconds = seconds()
    const left = rules.deadlineSeconds - atSeconds
    const timeoutMs = Math.min(rules.probeTimeoutSeconds, left) * 1000
    const taken = await takeSample(probe, { ...options, timeoutMs })
    // A sample that the deadline or a person cut short measured nothing.
    if (isAborted(options.signal) || (seconds() >= rules.deadlineSeconds && taken.verdict === 'error')) break
    const sample = { atSeconds, ...taken }
    samples.push(sample)
    options.onLine(sampleLine(sample, samples.length))
    const verdict = judge(samples, rules)
    if (verdict) return { verdict, samples, seconds: seconds() }
    const next = atSeconds + rules.intervalSeconds
    await pause(Math.min(next, rules.deadlineSeconds) - seconds(), options.signal)
  }
  const verdict = options.signal.aborted ? 'error' : judgeAtDeadline(samples)
  return { verdict, samples, seconds: seconds() }
}

function sampleLine({ atSeconds, durationSeconds, verdict, detail }: Sample, number: number): string {
  const at = `${atSeconds.toFixed(1)} s`
  return `sample ${number} at ${at}: ${verdict} in ${durationSeconds.toFixed(2)} s${detail === '' ? '' : ` (${detail})`}`
}

/** A function, because the compiler takes a property for unchanged across an await. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted
}

async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  if (seconds <= 0) return
  await sleep(seconds * 1000, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}
