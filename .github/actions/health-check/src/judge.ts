import type { Sample, SampleVerdict } from './sample'
import type { Rules } from './settings'

export type Verdict = 'pass' | 'fail' | 'inconclusive' | 'error'

/** The verdict of the samples so far; nothing while it is open. A used-up budget decides before a pass can. */
export function judge(samples: readonly Sample[], rules: Rules): Verdict | undefined {
  const count = (verdict: SampleVerdict): number =>
    samples.filter((sample) => sample.verdict === verdict).length
  if (count('fail') > rules.failureBudget) return 'fail'
  if (count('error') > rules.errorBudget) return 'error'
  const enough = count('pass') + count('fail') >= rules.minimumSamples
  const tail = samples.slice(-rules.consecutiveSuccesses)
  const steady = tail.length === rules.consecutiveSuccesses && tail.every(({ verdict }) => verdict === 'pass')
  return enough && steady ? 'pass' : undefined
}

/** The verdict at the deadline: nothing was measured at all, or it was and did not decide. */
export function judgeAtDeadline(samples: readonly Sample[]): Verdict {
  return samples.every(({ verdict }) => verdict === 'error') ? 'error' : 'inconclusive'
}
