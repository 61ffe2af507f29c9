import type { Readable } from 'node:stream'
import type { JsonObject } from './metadata'

/** Bytes that can be sent a second time: a write that meets the fence is repeated on the other side. */
export type StorageBody = Uint8Array | { size: number; open: () => Readable }

export interface StoragePut {
  body: StorageBody
  contentType: string
  /** As the header: `max-age=3600`. */
  cacheControl?: string
  /** At most 2 KB in all, on both sides: S3 holds no more. */
  userMetadata?: JsonObject | null
}

/** Which side took a write, and in which epoch of the switch. */
export interface WriteReceipt {
  side: 'source' | 'aws'
  epoch: number
}

export interface StoredObject {
  body: Readable
  size: number | null
  contentType: string | null
}

export interface UploadUrl {
  url: string
  method: 'PUT'
  /** What the browser must send with it. */
  headers: Record<string, string>
}

export const VIEW_URL_SECONDS = 3_600
export const UPLOAD_URL_SECONDS = 900

/**
 * An application's storage: one interface on both sides of the switch, followed while the application runs.
 * All methods throw ServiceError; `retryable` says whether the same call may succeed later.
 */
export interface Storage {
  /** Overwrites. Resolves once the bytes are stored on the side that serves writes. */
  put(bucket: string, key: string, put: StoragePut): Promise<WriteReceipt>
  /** Removing what is not there is no error. */
  remove(bucket: string, key: string): Promise<WriteReceipt>
  /** Throws STORAGE_MISSING. */
  get(bucket: string, key: string): Promise<StoredObject>
  /** What a row may keep for ever. Throws BUCKET_PRIVATE on both sides for a private bucket. */
  publicUrl(bucket: string, key: string): Promise<string>
  /** Signed. @param seconds life of the URL, 3600 by default */
  viewUrl(bucket: string, key: string, seconds?: number): Promise<string>
  /** For a browser, 15 minutes on AWS. Throws UPLOAD_URL_REFUSED where the application gives none. */
  uploadUrl(bucket: string, key: string, upload: { contentType: string }): Promise<UploadUrl>
}
