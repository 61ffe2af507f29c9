import { PHASES, type PhaseName } from '../../cdktf/config/phases'
import { needsOf, phaseOf, stacksOfPhase } from '../../cdktf/config/stacks-of'
import { stackName } from '../../cdktf/config/names'
import type { CommandContext } from './command'
import type { OpenEnvironment } from '../compose/environment'
import { MigrateError } from '../engine/errors'
import type { PhaseRecord, PhaseState } from '../engine/journal'
import { mayRevert, mayRun, STATE_AFTER } from '../engine/order'
import type { Action, Finding, Phase, Step, StepWork } from '../engine/phase'
import { runActions, type ActionOutcome } from '../engine/runner'

export interface StepRun {
  context: CommandContext
  environment: OpenEnvironment
  app: string
  phase: Phase
  step: Step
  dryRun: boolean
}

export interface StepResult {
  app: string
  phase: PhaseName
  step: Step
  state: PhaseState
  attempt: number
  /** True where the step's work had been done before, or there is none. */
  alreadyDone: boolean
  nothing?: string
  actions: ActionOutcome[]
  findings: Finding[]
}

/** Takes one step of one phase: order, preconditions, work, and the state it leaves, all by the journal. */
export async function takeStep(run: StepRun): Promise<StepResult> {
  const { journal } = run.environment
  const { name } = run.phase
  const record = await journal.phase(run.app, name)
  const targetName = run.environment.target.name
  if (mayRun(run.step, record, targetName) === 'done') return result(run, record, { alreadyDone: true })
  await mustBeApplied(run)
  const work = run.phase[run.step]
  if ('nothing' in work) return result(run, record, { alreadyDone: true, nothing: work.nothing })
  if (run.step === 'copy' || run.step === 'cutover') await mustHold(run)
  if (run.step === 'revert') mayRevert(name, await laterRecords(run), targetName)
  if (run.step === 'verify' || run.step === 'health') return check(run, record, run.phase[run.step])
  return act(run, record, run.phase[run.step])
}

function result(run: StepRun, record: PhaseRecord, more: Partial<StepResult>): StepResult {
  const { state, attempt } = record
  const base = { app: run.app, phase: run.phase.name, step: run.step, state, attempt }
  return { ...base, alreadyDone: false, actions: [], findings: [], ...more }
}

async function mustBeApplied(run: StepRun): Promise<void> {
  const { target, journal } = run.environment
  const own = stacksOfPhase(target, run.phase.name)
  const needed = new Set(own.flatMap((stack) => [...needsOf(target, stack), stack]))
  for (const stack of needed) {
    const name = stackName(target, stack)
    if (await journal.stack(name)) continue
    throw new MigrateError(
      'PHASE_NOT_APPLIED',
      `"${run.step}" needs the stack ${name}, which is not applied yet`,
      {
        data: { stack: name },
        suggestion: `npm run migrate -- ${phaseOf(stack)} apply ${target.name}`,
      },
    )
  }
}

async function mustHold(run: StepRun): Promise<void> {
  const { preconditions } = run.phase
  if ('nothing' in preconditions) return
  const failed = (await preconditions()).filter((finding) => finding.outcome !== 'pass')
  const first = failed[0]
  if (!first) return
  const code =
    first.id === 'backup' ? 'BACKUP_MISSING' : first.id === 'buckets' ? 'BUCKET_UNMAPPED' : 'SOURCE_UNFIT'
  throw new MigrateError(code, failed.map((finding) => finding.detail).join('; '), {
    data: { findings: failed },
    suggestion: first.remedy ?? `npm run migrate -- status ${run.environment.target.name}`,
  })
}

async function laterRecords(run: StepRun): Promise<PhaseRecord[]> {
  return Promise.all(PHASES.map((phase) => run.environment.journal.phase(run.app, phase)))
}

async function check(run: StepRun, record: PhaseRecord, work: StepWork<Finding>): Promise<StepResult> {
  if (run.dryRun || !(work instanceof Function)) return result(run, record, {})
  const findings = await work()
  const passed = findings.every((finding) => finding.outcome === 'pass')
  const state = passed ? stateAfterCheck(run.step, record.state) : stateAfterFailure(run.step, record.state)
  if (state !== record.state && passed) await save(run, record, state)
  if (state !== record.state && !passed) await run.environment.journal.savePhase({ ...record, state })
  return result(run, { ...record, state }, { findings })
}

/** Health only promotes what serves on AWS; anywhere else it is a look and changes nothing. */
function stateAfterCheck(step: Step, state: PhaseState): PhaseState {
  if (step === 'health') return state === 'on-aws' ? 'healthy' : state
  return STATE_AFTER[step] ?? state
}

/** What a check granted (the cutover, the point of no return) holds only while the last one passed. */
function stateAfterFailure(step: Step, state: PhaseState): PhaseState {
  if (step === 'health' && state === 'healthy') return 'on-aws'
  return step === 'verify' && state === 'verified' ? 'copied' : state
}

/** The state in which a step that is under way leaves the phase when it is killed. */
const STATE_DURING: Partial<Record<Step, PhaseState>> = { cutover: 'cutting-over', revert: 'reverting' }

async function act(run: StepRun, record: PhaseRecord, work: StepWork<Action>): Promise<StepResult> {
  if (!(work instanceof Function)) return result(run, record, {})
  const { journal } = run.environment
  const during = STATE_DURING[run.step]
  if (during && !run.dryRun) await run.environment.journal.savePhase({ ...record, state: during })
  const scope = { app: run.app, phase: run.phase.name, attempt: record.attempt, step: run.step }
  const { progress } = run.context
  const actions = await runActions({ journal, scope, actions: await work(), progress, dryRun: run.dryRun })
  if (run.dryRun) return result(run, record, { actions })
  const state = STATE_AFTER[run.step] ?? record.state
  // The next try: its actions are run anew, and none of its steps has been taken.
  const next = run.step === 'revert' ? { ...record, attempt: record.attempt + 1, steps: {} } : record
  await save(run, next, state)
  return result(run, { ...next, state }, { actions })
}

/** The step succeeded: the new state, and when. */
async function save(run: StepRun, record: PhaseRecord, state: PhaseState): Promise<void> {
  const steps = { ...record.steps, [run.step]: new Date().toISOString() }
  await run.environment.journal.savePhase({ ...record, state, steps })
}
