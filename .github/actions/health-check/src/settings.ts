export type Policy = 'hold' | 'revert'

/** A program and its arguments, started without a shell. */
export type Command = readonly [string, ...string[]]

/** When a series of samples is decided. */
export interface Rules {
  warmUpSeconds: number
  intervalSeconds: number
  probeTimeoutSeconds: number
  minimumSamples: number
  consecutiveSuccesses: number
  /** Failed samples that are tolerated. */
  failureBudget: number
  /** Samples that could not be measured and are tolerated. */
  errorBudget: number
  /** From the start, warm-up included. */
  deadlineSeconds: number
}

export interface Settings {
  phase: string
  target: string
  probe: Command
  revert: Command
  revertProbe: Command
  rules: Rules
  onInconclusive: Policy
  onError: Policy
  revertTimeoutSeconds: number
  revertAttempts: number
  revertDeadlineSeconds: number
  reportPath: string
}

/** The rules after the revert: the same, at once, within their own deadline. */
export function revertRules({ rules, revertDeadlineSeconds }: Settings): Rules {
  return { ...rules, warmUpSeconds: 0, deadlineSeconds: revertDeadlineSeconds }
}
