import { randomUUID } from 'node:crypto'
import { maybeFenced, StorageServiceError } from '../../../services/shared/storage/errors'
import { RELAY_HEADER, type SupabaseStorageClient } from '../../../services/shared/storage/supabase-client'
import { MigrateError } from '../../engine/errors'
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
    read: (bucket, key) => storageCall(`read ${bucket}/${key}`, () => client.get(bucket, key)),
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
  const key = `supabase-to-aws-health/${randomUUID()}.txt`
  const body = Buffer.from(key)
  try {
    await client.put(bucket, key, { body, size: body.length, contentType, upsert: false })
  } catch (error) {
    if (maybeFenced(error)) return 'fenced'
    throw error
  }
  await client.remove(bucket, key)
  return 'accepted'
}

async function storageCall<T>(purpose: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof StorageServiceError)) throw error
    throw new MigrateError('SOURCE_FAILED', `Supabase Storage could not ${purpose}: ${error.message}`, {
      data: { status: error.status ?? null, missing: error.missing, retryable: error.retryable },
      suggestion: 'run the same command again; it goes on where it stopped',
      cause: error,
    })
  }
}
