import { PHASES, type PhaseName } from '../../cdktf/config/phases'
import { MigrateError } from './errors'
import type { PhaseRecord, PhaseState } from './journal'
import type { Step } from './phase'

interface Rule {
  /** States from which the step may run (again). */
  from: readonly PhaseState[]
  /** States in which the step's work is done already: nothing changes, exit 0. */
  done: readonly PhaseState[]
  /** What to do first. */
  first: string
}

/** AWS serves: the steps that led there are done, and copying once more would undo what the application wrote since. */
const SERVED: readonly PhaseState[] = ['on-aws', 'healthy', 'completed']

/** Which step may run in which state. The only place that says so. */
const RULES: Readonly<Record<Step, Rule>> = {
  copy: { from: ['new', 'copied', 'verified', 'reverted'], done: SERVED, first: 'revert' },
  verify: { from: ['copied', 'verified'], done: SERVED, first: 'copy' },
  cutover: { from: ['verified', 'cutting-over'], done: SERVED, first: 'verify' },
  health: {
    from: ['new', 'copied', 'verified', 'on-aws', 'healthy', 'reverted', 'completed'],
    done: [],
    first: 'cutover',
  },
  revert: { from: ['cutting-over', 'on-aws', 'healthy', 'reverting'], done: ['reverted'], first: 'cutover' },
  complete: { from: ['healthy'], done: ['completed'], first: 'health' },
}

/** `run`, or `done` where there is nothing left to do. @throws MigrateError PHASE_OUT_OF_ORDER or PHASE_COMPLETED (exit 3). */
export function mayRun(step: Step, record: PhaseRecord, target: string): 'run' | 'done' {
  const rule = RULES[step]
  if (rule.done.includes(record.state)) return 'done'
  if (rule.from.includes(record.state)) return 'run'
  if (record.state === 'completed') {
    throw new MigrateError(
      'PHASE_COMPLETED',
      `${record.phase} of ${record.app} is completed; "${step}" is past its point of no return`,
      {
        data: { state: record.state, step },
        suggestion: `npm run migrate -- status ${target}`,
      },
    )
  }
  throw new MigrateError(
    'PHASE_OUT_OF_ORDER',
    `"${step}" cannot run while ${record.phase} of ${record.app} is "${record.state}"; expected ${rule.from.join(', ')}`,
    {
      data: { state: record.state, step, expected: [...rule.from] },
      suggestion: suggestionFor(rule, record, target),
    },
  )
}

function suggestionFor(rule: Rule, record: PhaseRecord, target: string): string {
  if (record.state === 'reverting')
    return `npm run migrate -- ${record.phase} revert ${target} --confirm-revert ${target}`
  return `npm run migrate -- ${record.phase} ${rule.first} ${target}`
}

const SERVING_AWS: readonly PhaseState[] = ['cutting-over', 'on-aws', 'healthy', 'reverting', 'completed']

/** Revert is last in, first out. @throws MigrateError PHASE_OUT_OF_ORDER naming the phase to revert first. */
export function mayRevert(phase: PhaseName, records: readonly PhaseRecord[], target: string): void {
  const later = records.filter((record) => PHASES.indexOf(record.phase) > PHASES.indexOf(phase))
  const blocking = later.reverse().find((record) => SERVING_AWS.includes(record.state))
  if (!blocking) return
  throw new MigrateError(
    'PHASE_OUT_OF_ORDER',
    `${phase} cannot be reverted while the later phase ${blocking.phase} is "${blocking.state}"`,
    {
      data: { phase, blocking: blocking.phase },
      suggestion: `npm run migrate -- ${blocking.phase} revert ${target} --confirm-revert ${target}`,
    },
  )
}

/** The state a step leaves behind when it succeeded; undefined where it changes none. */
export const STATE_AFTER: Readonly<Record<Step, PhaseState | undefined>> = {
  copy: 'copied',
  verify: 'verified',
  cutover: 'on-aws',
  health: undefined,
  revert: 'reverted',
  complete: 'completed',
}
