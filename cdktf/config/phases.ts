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
export const STACKS = [
  'foundation',
  'network',
  'storage',
  'database',
  'auth',
  'realtime',
  'backend',
  'functions',
  'monitoring',
  'frontend',
] as const
export type StackName = (typeof STACKS)[number]

/** Which stacks a phase applies, where the system has them (see stacks-of.ts). */
export const PHASE_STACKS: Readonly<Record<PhaseName, readonly StackName[]>> = {
  foundation: ['foundation', 'network'],
  storage: ['storage'],
  database: ['database'],
  auth: ['auth'],
  backend: ['realtime', 'backend', 'functions', 'monitoring'],
  frontend: ['frontend'],
  decommission: [],
}

/** Which stacks must be applied before this one, where the system has them: their outputs are read by remote state. */
export const STACK_NEEDS: Readonly<Record<StackName, readonly StackName[]>> = {
  foundation: [],
  network: ['foundation'],
  storage: ['foundation'],
  database: ['foundation', 'network'],
  auth: ['foundation'],
  realtime: ['foundation', 'network', 'auth'],
  backend: ['foundation', 'network', 'storage', 'auth', 'realtime'],
  functions: ['foundation', 'network', 'storage', 'auth', 'realtime'],
  monitoring: ['foundation', 'realtime', 'backend', 'functions'],
  frontend: ['foundation', 'backend'],
}

/** Phases with two sides to switch between. Foundation has no source, decommission no way back. */
export const SWITCHED_PHASES = ['storage', 'database', 'auth', 'backend', 'frontend'] as const
export type SwitchedPhaseName = (typeof SWITCHED_PHASES)[number]

/** `migrate`: has a source and moves; `keep`: stays where it is today; `new`: has no source. */
export const PHASE_MODES = ['migrate', 'keep', 'new'] as const
