import { stackName, switchedApps } from '../../cdktf/config/names'
import { PHASE_STACKS, STACK_NEEDS, STACKS, type PhaseName, type StackName } from '../../cdktf/config/phases'
import { STORAGE_VARIABLES } from '../../cdktf/config/outputs'
import type { PhaseState } from '../engine/journal'
import type { OpenEnvironment } from './environment'

export type StackVariables = Record<string, boolean>

/** States in which AWS does not serve any more after it did: its buckets stay fenced. */
const FENCED: readonly PhaseState[] = ['reverting', 'reverted']

/** The variables that a stack's plan is given, derived from the journal (DESIGN decision 6). */
export async function stackVariables(
  environment: OpenEnvironment,
  stack: StackName,
): Promise<StackVariables> {
  if (stack !== 'storage') return {}
  const { target, journal } = environment
  const records = await Promise.all(
    switchedApps(target, 'storage').map((app) => journal.phase(app, 'storage')),
  )
  return {
    [STORAGE_VARIABLES.fallback]: !records.every((record) => record.state === 'completed'),
    [STORAGE_VARIABLES.fence]: records.some((record) => FENCED.includes(record.state)),
  }
}

/** The first stack that this one reads from and that is not applied yet; undefined where it can be planned. */
export async function waitsFor(environment: OpenEnvironment, stack: StackName): Promise<string | undefined> {
  for (const need of STACK_NEEDS[stack]) {
    const name = stackName(environment.target, need)
    if (!(await environment.journal.stack(name))) return name
  }
  return undefined
}

/** The stacks of a phase in the order in which they are applied. */
export function stacksOf(phase: PhaseName): StackName[] {
  return STACKS.filter((stack) => PHASE_STACKS[phase].includes(stack))
}
