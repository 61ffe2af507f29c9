import type { StorageSide } from './create-storage'
import type { StorageBody, StoredObject } from './storage'
import type { SupabaseStorageClient } from './supabase-client'

/** Supabase Storage as one side of the switch. */
export function sourceSide(client: SupabaseStorageClient): StorageSide {
  return {
    async put(bucket, key, { body, ...attributes }) {
      await client.put(bucket, key, { ...opened(body), ...attributes, upsert: true })
    },
    async remove(bucket, key) {
      await client.remove(bucket, key)
    },
    get: (bucket, key) => readSource(client, bucket, key),
    publicUrl: async (bucket, key) => client.publicUrl(bucket, key),
    viewUrl: (bucket, key, seconds) => client.sign(bucket, key, seconds ?? 0),
    uploadUrl: async (bucket, key, { contentType }) => ({
      url: await client.signUpload(bucket, key),
      method: 'PUT',
      headers: { 'content-type': contentType },
    }),
  }
}

export async function readSource(
  client: SupabaseStorageClient,
  bucket: string,
  key: string,
): Promise<StoredObject> {
  const { body, size, servedType } = await client.get(bucket, key)
  return { body, size: size ?? null, contentType: await storedType(client, { bucket, key, servedType }) }
}

/** Only text/plain is in doubt: it is also what HTML is served as. */
async function storedType(
  client: SupabaseStorageClient,
  object: { bucket: string; key: string; servedType: string | null },
): Promise<string | null> {
  if (object.servedType?.startsWith('text/plain') !== true) return object.servedType
  return (await client.info(object.bucket, object.key)).contentType
}

/** A body ready to be sent once. */
export function opened(body: StorageBody): { body: Uint8Array | ReturnType<typeof open>; size: number } {
  return body instanceof Uint8Array ? { body, size: body.byteLength } : { body: open(body), size: body.size }
}

function open(body: Exclude<StorageBody, Uint8Array>): ReturnType<typeof body.open> {
  return body.open()
}
