import { hasCode, ServiceError, type ServiceErrorCode } from '../errors'

/** Part of the message with which the fence on storage.objects refuses a write. */
export const FENCE_MESSAGE = 'supabase_to_aws: storage writes are fenced'

const RETRYABLE_STATUS = new Set([408, 425, 429])

export interface StorageFailure {
  /** The status that counts (Supabase puts it into the body of an HTTP 400); undefined where no answer came. */
  status?: number | undefined
  /** The service's own code: `NoSuchKey`, `Duplicate`, `AccessDenied`, … */
  reason?: string | undefined
  message: string
  cause?: unknown
}

/** A storage service refused or failed. `missing`, `fenced` and `retryable` say what a caller can do about it. */
export class StorageServiceError extends ServiceError {
  readonly status: number | undefined
  readonly reason: string | undefined

  constructor(purpose: string, failure: StorageFailure) {
    super(codeOf(failure), `Storage could not ${purpose}: ${failure.message}`, {
      data: { status: failure.status ?? null, reason: failure.reason ?? null },
      suggestion: SUGGESTIONS[codeOf(failure)] ?? 'Check the key, the bucket and the credentials.',
      cause: failure.cause,
    })
    this.name = 'StorageServiceError'
    this.status = failure.status
    this.reason = failure.reason
  }

  get missing(): boolean {
    return this.code === 'STORAGE_MISSING'
  }

  get fenced(): boolean {
    return this.code === 'STORAGE_FENCED'
  }
}

const SUGGESTIONS: Partial<Record<ServiceErrorCode, string>> = {
  STORAGE_FAILED: 'Try the same call again after a pause.',
  STORAGE_FENCED: 'Read the switch again and call the side that serves.',
  STORAGE_MISSING: 'Check the key.',
}

function codeOf({ status, reason, message }: StorageFailure): ServiceErrorCode {
  if (message.includes(FENCE_MESSAGE)) return 'STORAGE_FENCED'
  if (status === undefined || status >= 500 || RETRYABLE_STATUS.has(status)) return 'STORAGE_FAILED'
  if (status === 409) return 'STORAGE_EXISTS'
  // A missing bucket is a fault of the configuration, never a missing object.
  if (status === 404 && !/bucket/i.test(`${reason ?? ''} ${message}`)) return 'STORAGE_MISSING'
  return 'STORAGE_REFUSED'
}

/** True where the side that was asked may not be the one that serves: the fence of either side. */
export function maybeFenced(error: unknown): boolean {
  if (hasCode(error, 'STORAGE_FENCED')) return true
  // The fence on S3 is a bucket policy: AWS answers it like any other denial.
  return error instanceof StorageServiceError && error.status === 403 && error.reason === 'AccessDenied'
}
