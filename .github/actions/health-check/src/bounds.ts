import { revertRules, type Rules, type Settings } from './settings'

/** The longest this can take, computed from the inputs alone. Seconds. */
export interface Bounds {
  /** From the start until a target that is dead all the time has its verdict. */
  detectSeconds: number
  /** From that verdict until the side that serves after the revert is verified. */
  revertSeconds: number
}

export function boundsOf(settings: Settings): Bounds {
  return {
    detectSeconds: detectSeconds(settings.rules),
    revertSeconds: settings.revertAttempts * settings.revertTimeoutSeconds + settings.revertDeadlineSeconds,
  }
}

/** A sample takes no longer than its timeout, and the next one starts no later than an interval after it. */
export function detectSeconds(rules: Rules): number {
  const stepSeconds = Math.max(rules.intervalSeconds, rules.probeTimeoutSeconds)
  return (
    rules.warmUpSeconds + (rules.failureBudget + rules.errorBudget) * stepSeconds + rules.probeTimeoutSeconds
  )
}

/** The least time a healthy target needs for a pass, if its samples take no time. */
export function passSeconds(rules: Rules): number {
  return (
    rules.warmUpSeconds +
    (Math.max(rules.minimumSamples, rules.consecutiveSuccesses) - 1) * rules.intervalSeconds
  )
}

/** What makes a verdict impossible; empty where the inputs fit together. */
export function boundFaults(settings: Settings): string[] {
  const { rules } = settings
  const cases: [boolean, string][] = [
    [
      passSeconds(rules) >= rules.deadlineSeconds,
      `deadline-seconds ${rules.deadlineSeconds} is too short: a healthy target passes after ${passSeconds(rules)} s at the earliest`,
    ],
    [
      detectSeconds(rules) > rules.deadlineSeconds,
      `deadline-seconds ${rules.deadlineSeconds} is too short: a dead target may take ${detectSeconds(rules)} s to be found`,
    ],
    [
      passSeconds(revertRules(settings)) >= settings.revertDeadlineSeconds,
      `revert-deadline-seconds ${settings.revertDeadlineSeconds} is too short: verifying takes ${passSeconds(revertRules(settings))} s at the least`,
    ],
  ]
  return cases.flatMap(([fails, message]) => (fails ? [message] : []))
}
