import { foundationPhase } from './foundation'
import { storagePhase } from './storage/phase'

/** The phases this version can move, in order: the only place that lists them. */
export const phases = {
  foundation: foundationPhase,
  storage: storagePhase,
} as const

export type MovablePhase = keyof typeof phases

export const MOVABLE_PHASES = Object.keys(phases) as MovablePhase[]
