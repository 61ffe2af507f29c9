import { boundsOf, type Bounds } from './bounds'
import { runChild } from './child'
import type { Verdict } from './judge'
import { revertRules, type Settings } from './settings'
import { watch, type Watched, type WatchOptions } from './watch'

export type Outcome = 'promoted' | 'reverted' | 'revert-failed' | 'held'

export interface Attempt {
  exitCode: number | null
  timedOut: boolean
  seconds: number
  error?: string
}

/** The report, as it is written to the file. Version 1. */
export interface Report {
  v: 1
  phase: string
  target: string
  outcome: Outcome
  verdict: Verdict
  bounds: Bounds
  watched: Watched
  revert?: { attempts: Attempt[]; verified?: Watched; seconds: number }
}

/** Watches the target and, where the verdict and its policy say so, takes the phase back and verifies that. */
export async function run(settings: Settings, options: WatchOptions): Promise<Report> {
  const { phase, target } = settings
  const bounds = boundsOf(settings)
  options.onLine(`a dead target is found after at most ${bounds.detectSeconds} s`)
  options.onLine(`the revert, with its verification, takes at most ${bounds.revertSeconds} s more`)
  const watched = await watch(settings.probe, settings.rules, options)
  options.onLine(`verdict: ${watched.verdict} after ${watched.seconds.toFixed(1)} s`)
  const base = { v: 1, phase, target, verdict: watched.verdict, bounds, watched } as const
  if (watched.verdict === 'pass') return { ...base, outcome: 'promoted' }
  // Someone stopped this run: they decide, not the policy.
  if (options.signal.aborted || !mustRevert(watched.verdict, settings)) return { ...base, outcome: 'held' }
  const revert = await revertAndVerify(settings, options)
  return { ...base, outcome: revert.verified?.verdict === 'pass' ? 'reverted' : 'revert-failed', revert }
}

function mustRevert(verdict: Verdict, { onInconclusive, onError }: Settings): boolean {
  if (verdict === 'inconclusive') return onInconclusive === 'revert'
  if (verdict === 'error') return onError === 'revert'
  return verdict === 'fail'
}

async function revertAndVerify(
  settings: Settings,
  options: WatchOptions,
): Promise<NonNullable<Report['revert']>> {
  const startedAt = performance.now()
  const seconds = (): number => (performance.now() - startedAt) / 1000
  const attempts: Attempt[] = []
  while (attempts.length < settings.revertAttempts && !options.signal.aborted) {
    const attempt = await revertOnce(settings, options)
    attempts.push(attempt)
    if (attempt.exitCode === 0) {
      const verified = await watch(settings.revertProbe, revertRules(settings), options)
      options.onLine(`after the revert: ${verified.verdict} after ${verified.seconds.toFixed(1)} s`)
      return { attempts, verified, seconds: seconds() }
    }
  }
  return { attempts, seconds: seconds() }
}

async function revertOnce(settings: Settings, options: WatchOptions): Promise<Attempt> {
  options.onLine(`reverting: ${settings.revert.join(' ')}`)
  const timeoutMs = settings.revertTimeoutSeconds * 1000
  const result = await runChild(settings.revert, { ...options, timeoutMs, echoStdout: true })
  const how = result.timedOut ? 'took too long and was killed' : `exit ${String(result.exitCode)}`
  options.onLine(`revert: ${how}`)
  return {
    exitCode: result.exitCode,
    timedOut: result.timedOut,
    seconds: result.durationMs / 1000,
    ...(result.startError !== undefined && { error: result.startError }),
  }
}
