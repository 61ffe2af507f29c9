import { ConfigError } from './config-error'
import { parseSystem } from './parse-system'
import { faultsBetween } from './rules-between'
import type { System } from './schema'

/**
 * Parses all systems of the repository: each by itself, then what holds between them.
 * Throws one ConfigError with the faults of all.
 */
export function parseSystems(inputs: readonly unknown[]): System[] {
  const faulty: ConfigError[] = []
  const parsed = inputs.flatMap((input) => {
    try {
      return [parseSystem(input)]
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      faulty.push(error)
      return []
    }
  })
  const [first, ...others] = faulty
  if (first === undefined) return standingTogether(parsed)
  if (others.length === 0) throw first
  const names = faulty.map(({ system }) => system).join(', ')
  throw new ConfigError(
    'CONFIG_INVALID',
    names,
    faulty.flatMap(({ system, faults }) => faults.map((fault) => `${system}: ${fault}`)),
  )
}

function standingTogether(systems: System[]): System[] {
  const faults = faultsBetween(systems)
  if (faults.length === 0) return systems
  throw new ConfigError('CONFIG_INVALID', systems.map(({ name }) => name).join(', '), faults)
}
