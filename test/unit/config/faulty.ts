import { ConfigError } from '../../../cdktf/config/config-error'
import { parseSystem } from '../../../cdktf/config/parse-system'
import type { SystemInput } from '../../../cdktf/config/schema'
import { aiuteur } from '../../../cdktf/systems/aiuteur'

type Change = (system: SystemInput) => void

/** Aiuteur with one thing changed. */
export function changed(change: Change): SystemInput {
  const system = structuredClone(aiuteur)
  change(system)
  return system
}

/** The faults that parseSystem reports, none if it accepts the input. */
export function faultsOf(input: unknown): readonly string[] {
  try {
    parseSystem(input)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
}

/** The value at a path, to change it: `at(system, 'environments', 'prod', 'database')`. Fails where there is none. */
export function at(value: unknown, ...path: string[]): Record<string, unknown> {
  const found = path.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value)
  if (isRecord(found)) return found
  throw new Error(`nothing at ${path.join('.')}`)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
