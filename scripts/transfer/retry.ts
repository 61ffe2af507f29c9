import { MigrateError } from '../engine/errors'

const ATTEMPTS = 5
const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 5_000

/** Repeats what failed for a passing reason (`data.retryable`), with doubling waits and full jitter. */
export async function withRetries<T>(
  sleep: (milliseconds: number) => Promise<void>,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt === ATTEMPTS || !isRetryable(error)) throw error
      const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1))
      await sleep(Math.random() * ceiling)
    }
  }
}

function isRetryable(error: unknown): boolean {
  return error instanceof MigrateError && error.data.retryable === true
}
