import { ERROR_CODES, type ErrorCode } from './error-codes'
import type { ExitCode } from './exit-codes'

export interface ErrorDetails {
  /** Values a reader or a script needs: what was given, what was expected. Never a secret. */
  data?: Readonly<Record<string, unknown>>
  /** The next command to type, or the next thing to do. */
  suggestion: string
  cause?: unknown
}

/** A failure we foresee. `code` is stable and documented in docs/errors.md; tests match it, not the text. */
export class MigrateError extends Error {
  readonly code: ErrorCode
  readonly data: Readonly<Record<string, unknown>>
  readonly suggestion: string

  constructor(code: ErrorCode, message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'MigrateError'
    this.code = code
    this.data = details.data ?? {}
    this.suggestion = details.suggestion
  }

  get exitCode(): ExitCode {
    return ERROR_CODES[this.code].exit
  }
}
