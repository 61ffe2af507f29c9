import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3ServiceException,
  type GetObjectCommandOutput,
  type HeadObjectCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { StorageServiceError } from './errors'
import { fromS3Metadata, toS3Metadata, type JsonObject } from './metadata'
import type { BucketSettings } from './settings'

export interface S3Put {
  body: Uint8Array | Readable
  /** Bytes. */
  size: number
  contentType: string
  cacheControl?: string
  userMetadata?: JsonObject | null
}

export interface S3ObjectInfo {
  size: number | null
  contentType: string | null
  cacheControl: string | null
  userMetadata: JsonObject | null
}

/** Objects in S3 under the Supabase bucket's settings. Every failure is a StorageServiceError. */
export class S3ObjectClient {
  constructor(private readonly s3: S3Client) {}

  async put(bucket: BucketSettings, key: string, put: S3Put): Promise<void> {
    const command = new PutObjectCommand({
      ...at(bucket, key),
      Body: put.body,
      ContentLength: put.size,
      ContentType: put.contentType,
      Metadata: toS3Metadata(put.userMetadata ?? null).metadata,
      ...(put.cacheControl === undefined ? {} : { CacheControl: put.cacheControl }),
    })
    await call(`write ${key}`, () => this.s3.send(command))
  }

  async get(bucket: BucketSettings, key: string): Promise<S3ObjectInfo & { body: Readable }> {
    const answer = await call(`read ${key}`, () => this.s3.send(new GetObjectCommand(at(bucket, key))))
    const body = answer.Body instanceof Readable ? answer.Body : Readable.from([])
    return { ...infoOf(answer), body }
  }

  /** Null where there is no such object. */
  async head(bucket: BucketSettings, key: string): Promise<S3ObjectInfo | null> {
    try {
      return infoOf(await call(`look at ${key}`, () => this.s3.send(new HeadObjectCommand(at(bucket, key)))))
    } catch (error) {
      if (error instanceof StorageServiceError && error.missing) return null
      throw error
    }
  }

  /** Removing what is not there is no error, as in S3 itself. */
  async remove(bucket: BucketSettings, key: string): Promise<void> {
    await call(`delete ${key}`, () => this.s3.send(new DeleteObjectCommand(at(bucket, key))))
  }

  async signGet(bucket: BucketSettings, key: string, seconds: number): Promise<string> {
    return getSignedUrl(this.s3, new GetObjectCommand(at(bucket, key)), { expiresIn: seconds })
  }

  /** The content type is signed: the browser must send the same one. */
  async signPut(
    bucket: BucketSettings,
    key: string,
    upload: { contentType: string; seconds: number },
  ): Promise<string> {
    const command = new PutObjectCommand({ ...at(bucket, key), ContentType: upload.contentType })
    return getSignedUrl(this.s3, command, {
      expiresIn: upload.seconds,
      signableHeaders: new Set(['content-type']),
    })
  }
}

function at(bucket: BucketSettings, key: string): { Bucket: string; Key: string } {
  return { Bucket: bucket.bucket, Key: bucket.prefix + key }
}

function infoOf(answer: GetObjectCommandOutput | HeadObjectCommandOutput): S3ObjectInfo {
  return {
    size: answer.ContentLength ?? null,
    contentType: answer.ContentType ?? null,
    cacheControl: answer.CacheControl ?? null,
    userMetadata: fromS3Metadata(answer.Metadata ?? {}),
  }
}

async function call<T>(purpose: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send()
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    const status = cause instanceof S3ServiceException ? cause.$metadata.httpStatusCode : undefined
    throw new StorageServiceError(purpose, { status, reason: reasonOf(cause), message: cause.message, cause })
  }
}

/** A HEAD has no body, so the SDK can only name the status: 403 there is an AccessDenied too. */
function reasonOf(error: Error): string {
  return error.name === 'Forbidden' || error.name === '403' ? 'AccessDenied' : error.name
}
