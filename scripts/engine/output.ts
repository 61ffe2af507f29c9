import { ConfigError } from '../../cdktf/config/config-error'
import { MigrateError } from './errors'
import { EXIT, type ExitCode } from './exit-codes'

/** A failure as it is printed: with --json the whole object, else message, faults and suggestion. */
export interface Failure {
  code: string
  message: string
  faults?: readonly string[]
  suggestion?: string
  data?: Readonly<Record<string, unknown>>
  exit: ExitCode
}

/** Turns anything thrown into what is printed. A stack is shown only for what we did not foresee. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof MigrateError) {
    const { code, message, suggestion, data, exitCode } = error
    return { code, message, suggestion, data, exit: exitCode }
  }
  if (error instanceof ConfigError) {
    const { code, system, faults } = error
    const message =
      code === 'TARGET_UNKNOWN' ? 'there is no such target' : `${system} has ${faults.length} faults`
    return {
      code,
      message,
      faults,
      suggestion: 'mend them in cdktf/systems/ and run: npm run migrate -- config check',
      exit: EXIT.usage,
    }
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return {
    code: 'BUG',
    message: stack,
    suggestion: 'please report this with the command line and the text above',
    exit: EXIT.bug,
  }
}

export function failureText(failure: Failure): string {
  const faults = (failure.faults ?? []).map((fault) => `  - ${fault}`)
  const next = failure.suggestion === undefined ? [] : [`next: ${failure.suggestion}`]
  return [`error ${failure.code}: ${failure.message}`, ...faults, ...next].join('\n')
}
