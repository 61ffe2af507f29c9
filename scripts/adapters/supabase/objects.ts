import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { hasCode, ServiceError } from '../../../services/shared/errors'
import { StorageServiceError } from '../../../services/shared/storage/errors'
import { RELAY_HEADER, type SupabaseStorageClient } from '../../../services/shared/storage/supabase-client'
import { MigrateError } from '../../engine/errors'
import { PROBE_PREFIX } from '../../transfer/probes'
import type { Database, ObjectSource } from '../ports'
import { admittedType, findObject, inventory, sampleKeys, sourceBuckets } from './inventory'

export interface SupabaseSourceOptions {
  database: Database
  /** Without the relay's token: reads, and probes what the application may do. */
  client: SupabaseStorageClient
  /** Passes the fence. */
  relayToken: string
}

/** The source side of the storage phase: rows by SQL, the only complete source; bytes by the Storage REST API. */
export function supabaseSource(options: SupabaseSourceOptions): ObjectSource {
  const { database, client } = options
  const relay = client.withHeaders({ [RELAY_HEADER]: options.relayToken })
  return {
    buckets: () => sourceBuckets(database),
    inventory: (bucket) => inventory(database, bucket),
    find: (bucket, key) => findObject(database, bucket, key),
    read: async (bucket, key) => {
      const purpose = `read ${bucket}/${key}`
      const { body, size } = await storageCall(purpose, () => client.get(bucket, key))
      return { body: namingFailures(purpose, body), size }
    },
    putHome: async ({ bucket, key, body, ...attributes }) => {
      await storageCall(`write ${bucket}/${key}`, () =>
        relay.put(bucket, key, { ...attributes, body, upsert: true }),
      )
    },
    removeHome: async (bucket, key) => {
      await storageCall(`delete ${bucket}/${key}`, () => relay.remove(bucket, key))
    },
    sample: (bucket, count, seed) => sampleKeys(database, bucket, { count, seed }),
    publicUrl: (bucket, key) => client.publicUrl(bucket, key),
    admittedType: (bucket) => admittedType(database, bucket),
    tryWrite: async (bucket) => {
      const contentType = await admittedType(database, bucket)
      return storageCall(`probe ${bucket}`, () => tryWrite(client, bucket, contentType))
    },
  }
}

async function tryWrite(
  client: SupabaseStorageClient,
  bucket: string,
  contentType: string,
): Promise<'accepted' | 'fenced'> {
  const key = `${PROBE_PREFIX}${randomUUID()}.txt`
  const body = Buffer.from(key)
  try {
    await client.put(bucket, key, { body, size: body.length, contentType, upsert: false })
  } catch (error) {
    // The fence says its name. Any other denial (a key that is no longer good, say) must not pass for it.
    if (hasCode(error, 'STORAGE_FENCED')) return 'fenced'
    throw error
  }
  await client.remove(bucket, key)
  return 'accepted'
}

async function storageCall<T>(purpose: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    const answer = error instanceof StorageServiceError ? error : undefined
    throw failed(purpose, error, {
      status: answer?.status ?? null,
      missing: answer?.missing ?? false,
      retryable: error.retryable,
    })
  }
}

/** The same bytes. A body that breaks off is the source's failure and may be read again, whoever was reading it. */
function namingFailures(purpose: string, body: Readable): Readable {
  const named = Readable.from(bytesOf(purpose, body), { objectMode: false })
  // A generator that was never begun is not told that it is not wanted any more.
  return named.once('close', () => body.destroy())
}

async function* bytesOf(purpose: string, body: Readable): AsyncGenerator {
  try {
    yield* body
  } catch (cause) {
    throw failed(purpose, cause, { status: null, missing: false, retryable: true })
  }
}

function failed(purpose: string, cause: unknown, data: Record<string, unknown>): MigrateError {
  const message = cause instanceof Error ? cause.message : String(cause)
  return new MigrateError('SOURCE_FAILED', `Supabase Storage could not ${purpose}: ${message}`, {
    data,
    suggestion: 'run the same command again; it goes on where it stopped',
    cause,
  })
}
