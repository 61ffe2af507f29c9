import { stackName, switchedApps } from '../../cdktf/config/names'
import type { StackName } from '../../cdktf/config/phases'
import { needsOf } from '../../cdktf/config/stacks-of'
import { DATABASE_VARIABLES, STORAGE_VARIABLES } from '../../cdktf/config/outputs'
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
  if (stack !== 'storage' && stack !== 'database') return {}
  const { target, journal } = environment
  const records = await Promise.all(switchedApps(target, stack).map((app) => journal.phase(app, stack)))
  const completed = records.every((record) => record.state === 'completed')
  if (stack === 'database') return { [DATABASE_VARIABLES.migrationAccess]: !completed }
  return {
    [STORAGE_VARIABLES.fallback]: !completed,
    [STORAGE_VARIABLES.fence]: records.some((record) => FENCED.includes(record.state)),
  }
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
