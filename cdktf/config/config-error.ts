export type ConfigErrorCode = 'CONFIG_INVALID' | 'TARGET_UNKNOWN'

/** A configuration that cannot be used. `faults` lists every fault found, one readable line each. */
export class ConfigError extends Error {
  readonly code: ConfigErrorCode
  /** Name of the system, or the target that was asked for. */
  readonly system: string
  readonly faults: readonly string[]

  constructor(code: ConfigErrorCode, system: string, faults: readonly string[]) {
    super(`${system}: ${faults.join('; ')}`)
    this.name = 'ConfigError'
    this.code = code
    this.system = system
    this.faults = faults
  }
}
