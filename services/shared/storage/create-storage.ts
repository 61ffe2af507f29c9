import { ServiceError } from '../errors'
import type { SwitchView } from '../switch/follow'
import { awsSide } from './aws-side'
import { checkNewKey } from './keys'
import { toS3Metadata } from './metadata'
import type { S3ObjectClient } from './s3-client'
import type { StorageSettings } from './settings'
import { sourceSide } from './source-side'
import { VIEW_URL_SECONDS, type Storage } from './storage'
import type { SupabaseStorageClient } from './supabase-client'
import type { Tombstones } from './tombstones'
import { writeOnServingSide } from './write-gate'

const MAX_WAIT_MILLISECONDS = 30_000

export interface CreateStorageOptions {
  switch: SwitchView
  /** The application's buckets by Supabase bucket id. */
  buckets: Readonly<Record<string, 'public' | 'private'>>
  source: SupabaseStorageClient
  s3: S3ObjectClient
  /** Read when AWS serves for the first time; before the storage stack is applied there are none. */
  settings: () => Promise<StorageSettings>
  /** Present until the phase is complete: what is missing in S3 is read from Supabase, deletions leave a tombstone. */
  fallback?: FallbackOptions
  /** Whether browsers may upload by themselves. @default false */
  allowUploadUrls?: boolean
  /** How long a write waits while the sides are exchanged. @default 30000 */
  maxWaitMilliseconds?: number
}

export interface FallbackOptions {
  tombstones: Tombstones
  /** Admits deletions on Supabase through the fence. Without it the relay deletes later, led by the tombstone. */
  relayToken?: string
}

/** One side of the switch. */
export type StorageSide = Omit<Storage, 'put' | 'remove'> & {
  put(...args: Parameters<Storage['put']>): Promise<void>
  remove(bucket: string, key: string): Promise<void>
}

export function createStorage(options: CreateStorageOptions): Storage {
  const sides = { source: sourceSide(options.source), aws: awsSide(options) }
  const maxWait = options.maxWaitMilliseconds ?? MAX_WAIT_MILLISECONDS
  const write = (work: (side: StorageSide) => Promise<void>): ReturnType<Storage['put']> =>
    writeOnServingSide(options.switch, maxWait, (side) => work(sides[side]))
  const reading = (): StorageSide => sides[options.switch.current().reads]
  return {
    async put(bucket, key, put) {
      accessOf(options, bucket)
      checkNewKey(key)
      if (toS3Metadata(put.userMetadata ?? null).overflow) throw metadataTooLarge(bucket, key)
      return write((side) => side.put(bucket, key, put))
    },
    async remove(bucket, key) {
      accessOf(options, bucket)
      return write((side) => side.remove(bucket, key))
    },
    async get(bucket, key) {
      accessOf(options, bucket)
      return reading().get(bucket, key)
    },
    async publicUrl(bucket, key) {
      if (accessOf(options, bucket) === 'private') throw bucketPrivate(bucket)
      return reading().publicUrl(bucket, key)
    },
    async viewUrl(bucket, key, seconds = VIEW_URL_SECONDS) {
      accessOf(options, bucket)
      return reading().viewUrl(bucket, key, seconds)
    },
    async uploadUrl(bucket, key, upload) {
      accessOf(options, bucket)
      checkNewKey(key)
      if (options.allowUploadUrls !== true) throw uploadUrlRefused(bucket)
      let result: Awaited<ReturnType<Storage['uploadUrl']>> | undefined
      await write(async (side) => {
        result = await side.uploadUrl(bucket, key, upload)
      })
      if (result === undefined) throw new Error('a finished write left no upload URL')
      return result
    },
  }
}

/** The same answer on both sides, so that nothing an application does starts to fail at the switch. */
function accessOf(options: CreateStorageOptions, bucket: string): 'public' | 'private' {
  const access = Object.hasOwn(options.buckets, bucket) ? options.buckets[bucket] : undefined
  if (access !== undefined) return access
  throw new ServiceError('BUCKET_UNKNOWN', `The application has no bucket "${bucket}".`, {
    data: { bucket, known: Object.keys(options.buckets) },
    suggestion: 'Name one of the buckets it was configured with.',
  })
}

function bucketPrivate(bucket: string): ServiceError {
  return new ServiceError(
    'BUCKET_PRIVATE',
    `The bucket "${bucket}" is private: its objects have no public URL.`,
    {
      data: { bucket },
      suggestion: 'Keep the key in the row and ask for a view URL when somebody looks.',
    },
  )
}

function uploadUrlRefused(bucket: string): ServiceError {
  return new ServiceError(
    'UPLOAD_URL_REFUSED',
    'This application gives no upload URLs: its backend uploads.',
    {
      data: { bucket },
      suggestion:
        'Set uploadUrlSeconds in the system file; the storage drain then waits for URLs that were given.',
    },
  )
}

function metadataTooLarge(bucket: string, key: string): ServiceError {
  return new ServiceError('METADATA_TOO_LARGE', `The user metadata of ${bucket}/${key} exceeds 2 KB.`, {
    data: { bucket, key },
    suggestion: 'Keep large metadata in a table of the application.',
  })
}
