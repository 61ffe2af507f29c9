/** The phases of a migration, in the order in which they cut over. */
export const PHASES = [
  'foundation',
  'storage',
  'database',
  'auth',
  'backend',
  'frontend',
  'decommission',
] as const
export type PhaseName = (typeof PHASES)[number]

/** The stacks of one system and environment, in the order in which they are applied. */
export const STACKS = ['foundation', 'storage'] as const
export type StackName = (typeof STACKS)[number]

/** Which stacks a phase applies. */
export const PHASE_STACKS: Readonly<Record<PhaseName, readonly StackName[]>> = {
  foundation: ['foundation'],
  storage: ['storage'],
  database: [],
  auth: [],
  backend: [],
  frontend: [],
  decommission: [],
}

/** Which stacks must be applied before this one: their outputs are read by remote state. */
export const STACK_NEEDS: Readonly<Record<StackName, readonly StackName[]>> = {
  foundation: [],
  storage: ['foundation'],
}

/** Phases with two sides to switch between. Foundation has no source, decommission no way back. */
export const SWITCHED_PHASES = ['storage', 'database', 'auth', 'backend', 'frontend'] as const
export type SwitchedPhaseName = (typeof SWITCHED_PHASES)[number]

/** `migrate`: has a source and moves; `keep`: stays where it is today; `new`: has no source. */
export const PHASE_MODES = ['migrate', 'keep', 'new'] as const
