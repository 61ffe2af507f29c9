import { stackName, switchedApps } from '../../cdktf/config/names'
import {
  SWITCHED_PHASES,
  type PhaseName,
  type StackName,
  type SwitchedPhaseName,
} from '../../cdktf/config/phases'
import { needsOf, phaseOf } from '../../cdktf/config/stacks-of'
import { AUTH_VARIABLES, DATABASE_VARIABLES, STORAGE_VARIABLES } from '../../cdktf/config/outputs'
import type { Target } from '../../cdktf/config/target'
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
  const derive = VARIABLES[stack]
  if (derive === undefined) return {}
  const { target, journal } = environment
  const phase = phaseOf(stack)
  if (!isSwitched(phase)) return {}
  if (switchedApps(target, phase).length === 0) return {}
  const records = await Promise.all(switchedApps(target, phase).map((app) => journal.phase(app, phase)))
  const states = records.map(({ state }) => state)
  return derive({ target, states, completed: states.every((state) => state === 'completed') })
}

interface Standing {
  readonly target: Target
  readonly states: readonly PhaseState[]
  /** Of every app. */
  readonly completed: boolean
}

const VARIABLES: Partial<Record<StackName, (standing: Standing) => StackVariables>> = {
  storage: ({ states, completed }) => ({
    [STORAGE_VARIABLES.fallback]: !completed,
    [STORAGE_VARIABLES.fence]: states.some((state) => FENCED.includes(state)),
  }),
  // Without passwords nobody is asked of Supabase at sign-in, and the stack has no such variable.
  auth: ({ target, completed }) =>
    target.system.userPool?.methods.includes('password') === true
      ? { [AUTH_VARIABLES.userMigration]: !completed }
      : {},
  database: ({ completed }) => ({ [DATABASE_VARIABLES.migrationAccess]: !completed }),
}

function isSwitched(phase: PhaseName): phase is SwitchedPhaseName {
  return SWITCHED_PHASES.some((switched) => switched === phase)
}

/** The first stack that this one reads from and that is not applied yet; undefined where it can be planned. */
export async function waitsFor(
  environment: OpenEnvironment,
  stack: StackName,
): Promise<StackName | undefined> {
  for (const need of needsOf(environment.target, stack)) {
    if (!(await environment.journal.stack(stackName(environment.target, need)))) return need
  }
  return undefined
}
