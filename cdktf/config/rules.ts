import { DNS_RULES } from './rules-dns'
import { EDGE_RULES } from './rules-edge'
import { ENVIRONMENT_RULES } from './rules-environment'
import { FUNCTION_RULES } from './rules-functions'
import { NETWORK_RULES } from './rules-network'
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
  ...NETWORK_RULES,
  ...DNS_RULES,
  ...STORAGE_RULES,
  ...SERVICE_RULES,
  ...FUNCTION_RULES,
  ...EDGE_RULES,
]
