import { StorageServiceError } from './errors'
import type { CreateStorageOptions, FallbackOptions, StorageSide } from './create-storage'
import { checkKey, encodeKey } from './keys'
import { bucketSettings, type BucketSettings, type StorageSettings } from './settings'
import { opened, readSource } from './source-side'
import { UPLOAD_URL_SECONDS, VIEW_URL_SECONDS } from './storage'
import { RELAY_HEADER } from './supabase-client'
import { ServiceError } from '../errors'

/** S3 and CloudFront as one side of the switch, with Supabase behind it while the fallback lives. */
export function awsSide(options: CreateStorageOptions): StorageSide {
  const { s3, source, fallback } = options
  const bucketOf = bucketReader(options.settings)
  return {
    async put(bucket, key, { body, ...attributes }) {
      checkKey(key)
      await s3.put(await bucketOf(bucket), key, { ...opened(body), ...attributes })
      // Afterwards: should we die in between, an object in S3 outweighs its tombstone; the other way round the old
      // copy on Supabase would be back.
      await fallback?.tombstones.clear(bucket, key)
    },
    async remove(bucket, key) {
      checkKey(key)
      await fallback?.tombstones.add(bucket, key)
      await s3.remove(await bucketOf(bucket), key)
      if (fallback) await removeSourceCopy(options, fallback, { bucket, key })
    },
    async get(bucket, key) {
      try {
        return await s3.get(await bucketOf(bucket), key)
      } catch (error) {
        const missing = error instanceof StorageServiceError && error.missing
        if (!missing || !fallback || (await fallback.tombstones.has(bucket, key))) throw error
        return readSource(source, bucket, key)
      }
    },
    async publicUrl(bucket, key) {
      checkKey(key)
      return cdnUrl(await bucketOf(bucket), bucket, key)
    },
    async viewUrl(bucket, key, seconds = VIEW_URL_SECONDS) {
      checkKey(key)
      const target = await bucketOf(bucket)
      if (fallback && (await s3.head(target, key)) === null) {
        if (await fallback.tombstones.has(bucket, key)) throw removed(bucket, key)
        return source.sign(bucket, key, seconds)
      }
      return s3.signGet(target, key, seconds)
    },
    async uploadUrl(bucket, key, { contentType }) {
      checkKey(key)
      const url = await s3.signPut(await bucketOf(bucket), key, { contentType, seconds: UPLOAD_URL_SECONDS })
      return { url, method: 'PUT', headers: { 'content-type': contentType } }
    },
  }
}

/** The settings are read once, when first needed; a failed reading is repeated by the next call. */
function bucketReader(load: () => Promise<StorageSettings>): (bucket: string) => Promise<BucketSettings> {
  let settings: StorageSettings | undefined
  return async (bucket) => {
    settings ??= await load()
    return bucketSettings(settings, bucket)
  }
}

/**
 * A public copy left on Supabase would come back through the CDN's fallback, so the deletion is only done when it is
 * gone too: should Supabase fail, the caller gets that error and repeats the whole.
 */
async function removeSourceCopy(
  { source }: CreateStorageOptions,
  { tombstones, relayToken }: FallbackOptions,
  { bucket, key }: { bucket: string; key: string },
): Promise<void> {
  if (relayToken === undefined) return
  await source.withHeaders({ [RELAY_HEADER]: relayToken }).remove(bucket, key)
  await tombstones.markSourceRemoved(bucket, key)
}

function cdnUrl(target: BucketSettings, bucket: string, key: string): string {
  if (target.access === 'public') return `https://${target.cdnDomain}/${encodeKey(key)}`
  throw new ServiceError(
    'SETTINGS_INVALID',
    `The bucket "${bucket}" is public here, private in the settings.`,
    {
      data: { bucket },
      suggestion: "Make the application's access agree with cdktf/systems.",
    },
  )
}

function removed(bucket: string, key: string): StorageServiceError {
  return new StorageServiceError(`sign ${bucket}/${key}`, {
    status: 404,
    reason: 'NoSuchKey',
    message: 'the object was deleted',
  })
}
