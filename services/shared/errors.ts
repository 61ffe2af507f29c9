/** Every code a service error can carry, and whether trying again may help. */
export const SERVICE_ERROR_CODES = {
  SWITCH_INVALID: { retryable: false, meaning: 'A stored switch value is not one this version knows.' },
  SWITCH_UNREADABLE: { retryable: true, meaning: 'Neither the switch row nor the parameter could be read.' },
  SETTINGS_INVALID: {
    retryable: false,
    meaning: 'The storage settings are not complete or not well formed.',
  },
  BUCKET_UNKNOWN: { retryable: false, meaning: 'The storage settings name no such bucket.' },
  BUCKET_PRIVATE: { retryable: false, meaning: 'A public URL was asked of a private bucket.' },
  KEY_UNSAFE: { retryable: false, meaning: 'HTTP would turn this key into the key of another object.' },
  METADATA_TOO_LARGE: { retryable: false, meaning: 'User metadata exceeds what S3 can hold.' },
  UPLOAD_URL_REFUSED: { retryable: false, meaning: 'This application gives no upload URLs to browsers.' },
  STORAGE_MISSING: { retryable: false, meaning: 'The object does not exist.' },
  STORAGE_EXISTS: { retryable: false, meaning: 'The object exists and must not be overwritten.' },
  STORAGE_FENCED: {
    retryable: true,
    meaning: 'The fence refused a write to the side that no longer serves.',
  },
  STORAGE_DRAINING: { retryable: true, meaning: 'Writes are held while the sides are exchanged.' },
  STORAGE_REFUSED: { retryable: false, meaning: 'The storage service refused the request.' },
  STORAGE_FAILED: { retryable: true, meaning: 'The storage service failed or could not be reached.' },
} as const satisfies Record<string, { retryable: boolean; meaning: string }>

export type ServiceErrorCode = keyof typeof SERVICE_ERROR_CODES

export interface ServiceErrorDetails {
  /** Values a reader or a script needs. Never a secret. */
  data?: Readonly<Record<string, unknown>>
  suggestion: string
  cause?: unknown
}

/** A failure a service foresees. `code` is stable; `retryable` says whether the same call may succeed later. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode
  readonly data: Readonly<Record<string, unknown>>
  readonly suggestion: string

  constructor(code: ServiceErrorCode, message: string, details: ServiceErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'ServiceError'
    this.code = code
    this.data = details.data ?? {}
    this.suggestion = details.suggestion
  }

  get retryable(): boolean {
    return SERVICE_ERROR_CODES[this.code].retryable
  }
}

/** Writes were held longer than the caller was willing to wait; the same call succeeds once the switch has moved. */
export class StorageDrainingError extends ServiceError {
  constructor(waitedMilliseconds: number) {
    super('STORAGE_DRAINING', `Storage writes are held; waited ${waitedMilliseconds} ms.`, {
      data: { waitedMilliseconds },
      suggestion: 'Try the same call again in a few seconds.',
    })
    this.name = 'StorageDrainingError'
  }
}

export function hasCode(error: unknown, code: ServiceErrorCode): boolean {
  return error instanceof ServiceError && error.code === code
}
