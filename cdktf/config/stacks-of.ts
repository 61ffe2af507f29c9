import { functionsOf, queuesOf, tablesOf } from './functions-of'
import { PHASE_STACKS, STACK_NEEDS, STACKS, type PhaseName, type StackName } from './phases'
import type { App, System } from './schema'

type Has = { readonly system: System }

/** The stacks that a system has, in the order in which they are applied. A phase that is kept has none of its own. */
export function stacksOf({ system }: Has): StackName[] {
  return STACKS.filter((stack) => EXISTS[stack](system))
}

/** The stacks that a phase applies, in that order. Empty where the phase is kept. */
export function stacksOfPhase(t: Has, phase: PhaseName): StackName[] {
  return stacksOf(t).filter((stack) => PHASE_STACKS[phase].includes(stack))
}

/** The stacks that must be applied before this one. */
export function needsOf(t: Has, stack: StackName): StackName[] {
  return stacksOf(t).filter((other) => STACK_NEEDS[stack].includes(other))
}

/** The phase that applies a stack. */
export function phaseOf(stack: StackName): PhaseName {
  const found = Object.entries(PHASE_STACKS).find(([, stacks]) => stacks.includes(stack))
  if (found === undefined) throw new RangeError(`no phase applies ${stack}`)
  return found[0] as PhaseName
}

const EXISTS: Readonly<Record<StackName, (system: System) => boolean>> = {
  foundation: () => true,
  network: () => true,
  storage: (system) => moves(system, 'storage') && someApp(system, ({ storage }) => storage !== undefined),
  database: (system) => moves(system, 'database') && system.databaseServer !== undefined,
  auth: (system) => moves(system, 'auth') && system.userPool !== undefined,
  realtime: (system) => moves(system, 'backend') && system.realtime !== undefined,
  backend: (system) => moves(system, 'backend') && someApp(system, ({ services }) => size(services) > 0),
  functions: (system) => moves(system, 'backend') && hasFunctions(system),
  monitoring: () => true,
  frontend: (system) =>
    moves(system, 'frontend') && someApp(system, ({ frontend }) => frontend !== undefined),
}

function moves(system: System, phase: PhaseName): boolean {
  return system.phases[phase] !== 'keep'
}

/** Or what functions leave for others: a WebSocket's functions and tables belong to the realtime stack. */
function hasFunctions(system: System): boolean {
  return [functionsOf, tablesOf, queuesOf].some((parts) => parts({ system }).length > 0)
}

function someApp(system: System, check: (app: App) => boolean): boolean {
  return Object.values(system.apps).some(check)
}

function size(value: object): number {
  return Object.keys(value).length
}
