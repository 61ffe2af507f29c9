import { ENVIRONMENT_RULES } from './rules-environment'
import { PHASE_RULES } from './rules-phases'
import { SERVICE_RULES } from './rules-services'
import { STORAGE_RULES } from './rules-storage'
import type { System } from './schema'

/** A rule between fields. `fails` returns one readable line per violation, beginning with the path. */
export interface Rule {
  readonly id: string
  readonly fails: (system: System) => string[]
}

/** Evaluated whole, in this order. */
export const RULES: readonly Rule[] = [
  ...PHASE_RULES,
  ...ENVIRONMENT_RULES,
  ...STORAGE_RULES,
  ...SERVICE_RULES,
]
