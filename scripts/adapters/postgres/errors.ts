import { DatabaseError } from 'pg'
import { MigrateError } from '../../engine/errors'

/** What Node.js says of a connection that cannot be made or breaks. */
const NETWORK_CODES: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
])

/** node-postgres gives these no code. */
const BROKEN =
  /^Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/

/** Names what the source database refused; everything else comes back as it is. Details quote rows: they stay behind. */
export function describeDatabaseFailure(error: unknown): unknown {
  if (error instanceof MigrateError || typeof error !== 'object' || error === null) return error
  const code = 'code' in error ? String(error.code) : ''
  const message = 'message' in error ? String(error.message) : ''
  if (code === 'ERR_INVALID_URL') {
    return new MigrateError('USAGE', 'the URL of the source database cannot be read as one', {
      suggestion:
        'export SUPABASE_DB_URL=postgresql://postgres:…@host:5432/postgres, special characters escaped',
    })
  }
  if (!(error instanceof DatabaseError) && !NETWORK_CODES.has(code) && !BROKEN.test(message)) return error
  return new MigrateError('SOURCE_FAILED', `the source database: ${message || code}`, {
    data: { sqlstate: code === '' ? null : code },
    suggestion: 'run the same command again; it goes on where it stopped',
    cause: error,
  })
}
