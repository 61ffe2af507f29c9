import { ConfigError } from './config-error'
import { parseSystem } from './parse-system'
import type { Environment, System, SystemInput } from './schema'

/** One system in one environment: what a command works on. */
export interface Target {
  readonly system: System
  readonly environmentName: string
  readonly environment: Environment
  /** For example `aiuteur/dev`. */
  readonly name: string
}

/** Every target of a system, in the order of its file. */
export function targetsOf(system: System): Target[] {
  return Object.entries(system.environments).map(([environmentName, environment]) => ({
    system,
    environmentName,
    environment,
    name: `${system.name}/${environmentName}`,
  }))
}

/** Finds a target such as `aiuteur/dev`. Throws ConfigError for an unknown one, naming those that exist. */
export function resolveTarget(systems: readonly SystemInput[], name: string): Target {
  const wanted = systems.find((system) => name.startsWith(`${system.name}/`))
  const found = wanted && targetsOf(parseSystem(wanted)).find((target) => target.name === name)
  if (found !== undefined) return found
  const known = systems.flatMap((system) =>
    Object.keys(system.environments).map((env) => `${system.name}/${env}`),
  )
  throw new ConfigError('TARGET_UNKNOWN', name, [`${name} given, expected one of ${known.join(', ')}`])
}
