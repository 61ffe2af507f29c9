import { MigrateError } from '../../engine/errors'

/** Runs an AWS call; what AWS refused becomes AWS_FAILED with the call's purpose and AWS's own code. */
export async function awsFailed<T>(purpose: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof MigrateError) throw error
    throw describe(purpose, error)
  }
}

/**
 * As awsFailed, for calls that carry a secret: AWS may quote what it was sent, so only its code goes on, neither its words
 * nor the error as a cause.
 */
export async function awsFailedSilently<T>(purpose: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    const code = errorName(error)
    const status = statusOf(error)
    throw new MigrateError('AWS_FAILED', `AWS could not ${purpose}: ${code}`, {
      data: { awsCode: code, status: status ?? null, retryable: isPassing(error, status) },
      suggestion: suggestionFor(code),
    })
  }
}

function describe(purpose: string, error: unknown): MigrateError {
  const code = errorName(error)
  const status = statusOf(error)
  const message = error instanceof Error ? error.message : String(error)
  return new MigrateError('AWS_FAILED', `AWS could not ${purpose}: ${code}: ${message}`, {
    data: { awsCode: code, status: status ?? null, retryable: isPassing(error, status) },
    suggestion: suggestionFor(code),
    cause: error,
  })
}

/** No answer at all, "slow down" and server errors pass; everything else is an answer. */
function isPassing(error: unknown, status: number | undefined): boolean {
  if (status !== undefined) return status === 429 || status >= 500
  return error instanceof Error && 'code' in error
}

function suggestionFor(code: string): string {
  if (code === 'CredentialsProviderError') return 'give AWS credentials: AWS_PROFILE, or `aws sso login`'
  if (code.includes('AccessDenied')) return 'check that the role you use may do this in this account'
  if (code.includes('Expired')) return 'refresh your AWS credentials and run the same command again'
  return 'run the same command again; if it stays so, look at the AWS code above'
}

/** The AWS error code (`NoSuchKey`, `ResourceNotFoundException` …), or the JavaScript error's name. */
function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown'
}

/** S3 answers a denial with a body on PUT, with a bare 403 on HEAD. */
export function isDenied(error: unknown): boolean {
  return statusOf(error) === 403
}

export function isMissing(error: unknown): boolean {
  return (
    statusOf(error) === 404 ||
    ['NotFound', 'NoSuchKey', 'ParameterNotFound', 'ResourceNotFoundException'].includes(errorName(error))
  )
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined
  const metadata: unknown = error.$metadata
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined
}
