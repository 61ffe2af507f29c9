import { DatabaseError } from 'pg'

/** These keep their status on the HTTP line; every other one is answered as HTTP 400 with its status in the body. */
const OWN_STATUS: ReadonlySet<number> = new Set([416, 429, 500, 544])

/** An answer of the Storage API that is not a success. */
export class StorageError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    details: { message: string; error?: string },
  ) {
    super(details.message)
    this.error = details.error ?? code
  }

  readonly error: string

  get httpStatus(): number {
    return OWN_STATUS.has(this.status) ? this.status : 400
  }

  toJSON(): Record<string, string> {
    return { statusCode: String(this.status), code: this.code, error: this.error, message: this.message }
  }
}

export const noSuchBucket = () =>
  new StorageError(404, 'NoSuchBucket', { message: 'Bucket not found', error: 'Bucket not found' })

export const noSuchKey = () =>
  new StorageError(404, 'NoSuchKey', { message: 'Object not found', error: 'not_found' })

/** The row is there and the bytes are not. */
export const noSuchFile = () =>
  new StorageError(404, 'NoSuchKey', { message: 'The resource was not found', error: 'Not found' })

export const noSuchRoute = (path: string) =>
  new StorageError(404, 'NoSuchRoute', { message: `Route ${path} not found`, error: 'Not Found' })

export const keyAlreadyExists = () =>
  new StorageError(409, 'KeyAlreadyExists', { message: 'The resource already exists', error: 'Duplicate' })

export const invalidKey = (key: string) =>
  new StorageError(400, 'InvalidKey', { message: `Invalid key: ${key}` })

export const accessDenied = (message: string) =>
  new StorageError(403, 'AccessDenied', { message, error: 'Unauthorized' })

export const invalidMimeType = (type: string) =>
  new StorageError(415, 'InvalidMimeType', {
    message: `mime type ${type} is not supported`,
    error: 'invalid_mime_type',
  })

export const entityTooLarge = () =>
  new StorageError(413, 'EntityTooLarge', {
    message: 'The object exceeded the maximum allowed size',
    error: 'Payload too large',
  })

export const invalidRange = () =>
  new StorageError(416, 'InvalidRange', { message: 'invalid range provided', error: 'invalid_range' })

export const invalidRequest = (message: string) => new StorageError(400, 'InvalidRequest', { message })

export const invalidSignature = (message = 'Invalid signature') =>
  new StorageError(400, 'InvalidSignature', { message })

/** What the Storage API makes of an error, one that PostgreSQL (a policy, a trigger) raised above all. */
export function toStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error
  if (error instanceof DatabaseError) return fromDatabase(error)
  const message = error instanceof Error ? error.message : 'Internal server error'
  return new StorageError(500, 'InternalError', { message })
}

/** supabase/storage, storage/database/errors: SQLSTATE to answer. */
const BY_SQLSTATE: Readonly<Record<string, (error: DatabaseError) => StorageError>> = {
  '42501': ({ message }) =>
    accessDenied(
      message.includes('row-level security') ? 'new row violates row-level security policy' : message,
    ),
  '23505': keyAlreadyExists,
  '23503': () => new StorageError(404, 'InvalidRequest', { message: 'The related resource does not exist' }),
  '55P03': () => new StorageError(423, 'ResourceLocked', { message: 'The resource is locked' }),
  '57014': () =>
    new StorageError(544, 'DatabaseTimeout', { message: 'The connection to the database timed out' }),
  '25006': () =>
    new StorageError(503, 'DatabaseReadOnly', {
      message: 'The database is currently in read-only mode. Please try again later.',
    }),
}

function fromDatabase(error: DatabaseError): StorageError {
  const code = error.code ?? ''
  return (
    BY_SQLSTATE[code]?.(error) ??
    new StorageError(500, 'DatabaseError', { message: `database error, code: ${code}` })
  )
}
