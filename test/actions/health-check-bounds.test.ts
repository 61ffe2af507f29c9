import {
  boundFaults,
  boundsOf,
  detectSeconds,
  passSeconds,
} from '../../.github/actions/health-check/src/bounds'
import { judge, judgeAtDeadline } from '../../.github/actions/health-check/src/judge'
import type { Sample, SampleVerdict } from '../../.github/actions/health-check/src/sample'
import type { Rules, Settings } from '../../.github/actions/health-check/src/settings'

const rules: Rules = {
  warmUpSeconds: 10,
  intervalSeconds: 5,
  probeTimeoutSeconds: 30,
  minimumSamples: 6,
  consecutiveSuccesses: 3,
  failureBudget: 2,
  errorBudget: 2,
  deadlineSeconds: 300,
}

const settings: Settings = {
  phase: 'storage',
  target: 'aiuteur/dev',
  probe: ['true'],
  revert: ['true'],
  revertProbe: ['true'],
  rules,
  onInconclusive: 'hold',
  onError: 'revert',
  revertTimeoutSeconds: 600,
  revertAttempts: 2,
  revertDeadlineSeconds: 120,
  reportPath: 'report.json',
}

function samples(verdicts: readonly SampleVerdict[]): Sample[] {
  return verdicts.map((verdict, at) => ({ atSeconds: at, durationSeconds: 0, verdict, detail: '' }))
}

/** Every series of fails and errors of this length. */
function deadSeries(length: number): SampleVerdict[][] {
  if (length === 0) return [[]]
  return deadSeries(length - 1).flatMap((rest) => [
    ['fail', ...rest],
    ['error', ...rest],
  ])
}

describe('bounds', () => {
  test('are the slowest way: every tolerated sample at its timeout, then one more', () => {
    expect(boundsOf(settings)).toEqual({ detectSeconds: 10 + 4 * 30 + 30, revertSeconds: 2 * 600 + 120 })
    expect(boundFaults(settings)).toEqual([])
  })

  test('an interval longer than the timeout sets the pace', () => {
    expect(detectSeconds({ ...rules, intervalSeconds: 60 })).toBe(10 + 4 * 60 + 30)
  })

  test('hold for every dead target: no series of fails and errors is longer undecided than they assume', () => {
    const most = rules.failureBudget + rules.errorBudget + 1
    const open = deadSeries(most).filter((series) => judge(samples(series), rules) === undefined)
    expect(open).toEqual([])
    expect(deadSeries(most - 1).some((series) => judge(samples(series), rules) === undefined)).toBe(true)
  })

  test('a deadline that is too short for a verdict is said, one line each', () => {
    expect(passSeconds(rules)).toBe(10 + 5 * 5)
    const short = { ...settings, rules: { ...rules, deadlineSeconds: 20 }, revertDeadlineSeconds: 20 }
    expect(boundFaults(short)).toHaveLength(3)
  })
})

describe('the verdict', () => {
  const cases: [string, SampleVerdict[], string | undefined][] = [
    ['open while there are too few samples', ['pass', 'pass', 'pass', 'pass', 'pass'], undefined],
    ['pass with enough of them', ['pass', 'pass', 'pass', 'pass', 'pass', 'pass'], 'pass'],
    [
      'open while the last ones were not all good',
      ['pass', 'pass', 'pass', 'pass', 'fail', 'pass', 'pass'],
      undefined,
    ],
    [
      'open where too few were conclusive',
      ['open', 'open', 'open', 'pass', 'pass', 'pass'].map(open),
      undefined,
    ],
    ['fail at the first one beyond the budget', ['pass', 'fail', 'pass', 'fail', 'pass', 'fail'], 'fail'],
    ['error at the first one beyond its budget', ['pass', 'error', 'error', 'error'], 'error'],
  ]

  test.each(cases)('is %s', (_name, verdicts, expected) => {
    expect(judge(samples(verdicts), rules)).toBe(expected)
  })

  test('at the deadline is error only where nothing was measured', () => {
    expect(judgeAtDeadline(samples(['error', 'error']))).toBe('error')
    expect(judgeAtDeadline([])).toBe('error')
    expect(judgeAtDeadline(samples(['error', 'pass']))).toBe('inconclusive')
  })
})

function open(word: string): SampleVerdict {
  return word === 'pass' ? 'pass' : 'inconclusive'
}
