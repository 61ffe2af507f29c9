import { createHash, randomUUID, type Hash } from 'node:crypto'
import { pipeline, Transform, type Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { fromS3Metadata, toS3Metadata } from '../../../services/shared/storage/metadata'
import { PROBE_PREFIX } from '../../transfer/probes'
import type { ObjectTarget, TargetEntry, TargetHead, TargetPut } from '../ports'
import { awsFailed, isDenied, isMissing } from './errors'
import { putMultipart } from './multipart'

/** Objects up to this size go in one request from one buffer, so that a retry sends the very same bytes. */
const SINGLE_PUT_BYTES = 16 * 1024 * 1024

/** Where the objects of a source bucket are: its S3 bucket and a key prefix (empty for a bucket of its own). */
export interface TargetBucket {
  bucket: string
  prefix: string
}

export interface S3TargetOptions {
  s3: S3Client
  /** By source bucket id. */
  buckets: Readonly<Record<string, TargetBucket>>
}

/** The target side of the storage phase: versioned S3 buckets. */
export function s3Target(options: S3TargetOptions): ObjectTarget {
  const { s3 } = options
  const at = (bucket: string, key: string): { Bucket: string; Key: string } => {
    const target = bucketOf(options, bucket)
    return { Bucket: target.bucket, Key: target.prefix + key }
  }
  return {
    list: (bucket) => listLatest(s3, bucketOf(options, bucket)),
    head: (bucket, key) => head(s3, at(bucket, key)),
    read: async (bucket, key) => {
      const answer = await awsFailed(`read ${bucket}/${key}`, () =>
        s3.send(new GetObjectCommand(at(bucket, key))),
      )
      return { body: answer.Body as Readable, size: answer.ContentLength }
    },
    readHashed: async (bucket, key) => {
      const answer = await awsFailed(`read ${bucket}/${key}`, () =>
        s3.send(new GetObjectCommand(at(bucket, key))),
      )
      return hashed(answer.Body as Readable)
    },
    put: (put) => awsFailed(`write ${put.bucket}/${put.key}`, () => write(s3, at(put.bucket, put.key), put)),
    remove: async (bucket, key) => {
      await awsFailed(`delete ${bucket}/${key}`, () => s3.send(new DeleteObjectCommand(at(bucket, key))))
    },
    tryWrite: (bucket) => tryWrite(s3, at(bucket, `${PROBE_PREFIX}${randomUUID()}.txt`)),
  }
}

function bucketOf(options: S3TargetOptions, bucket: string): TargetBucket {
  const target = options.buckets[bucket]
  if (!target) throw new Error(`no target bucket is mapped for "${bucket}"`)
  return target
}

/** The newest version of every key in byte order; older versions, which S3 lists right after it, are passed over. */
async function* listLatest(s3: S3Client, target: TargetBucket): AsyncIterable<TargetEntry> {
  let position: { KeyMarker?: string; VersionIdMarker?: string } = {}
  for (;;) {
    const page = await awsFailed(`list ${target.bucket}`, () =>
      s3.send(new ListObjectVersionsCommand({ Bucket: target.bucket, Prefix: target.prefix, ...position })),
    )
    yield* latestOf(page, target.prefix)
    if (page.IsTruncated !== true || page.NextKeyMarker === undefined) return
    position = {
      KeyMarker: page.NextKeyMarker,
      ...(page.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: page.NextVersionIdMarker }),
    }
  }
}

interface VersionsPage {
  Versions?:
    | {
        Key?: string | undefined
        VersionId?: string | undefined
        IsLatest?: boolean | undefined
        Size?: number | undefined
      }[]
    | undefined
  DeleteMarkers?:
    { Key?: string | undefined; VersionId?: string | undefined; IsLatest?: boolean | undefined }[] | undefined
}

/** S3 answers versions and delete markers as two lists, each in order; together they are one. */
function latestOf(page: VersionsPage, prefix: string): TargetEntry[] {
  const versions = (page.Versions ?? []).map((item) => ({ ...item, deleted: false, size: item.Size ?? 0 }))
  const markers = (page.DeleteMarkers ?? []).map((item) => ({ ...item, deleted: true, size: 0 }))
  return [...versions, ...markers]
    .filter((item) => item.IsLatest === true)
    .map((item) => ({
      key: (item.Key ?? '').slice(prefix.length),
      version: item.VersionId ?? '',
      deleted: item.deleted,
      size: item.size,
    }))
    .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))
}

async function head(s3: S3Client, at: { Bucket: string; Key: string }): Promise<TargetHead | undefined> {
  const answer = await awsFailed(`look at ${at.Bucket}/${at.Key}`, async () => {
    try {
      return await s3.send(new HeadObjectCommand({ ...at, ChecksumMode: 'ENABLED' }))
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  })
  if (!answer) return undefined
  const checksum = answer.ChecksumSHA256
  return {
    version: answer.VersionId ?? '',
    size: answer.ContentLength ?? 0,
    // A multipart upload has a checksum of checksums (`…-4`), which is not the hash of the bytes.
    sha256:
      checksum !== undefined && !checksum.includes('-')
        ? Buffer.from(checksum, 'base64').toString('hex')
        : undefined,
    contentType: answer.ContentType ?? '',
    cacheControl: answer.CacheControl ?? '',
    userMetadata: fromS3Metadata(answer.Metadata ?? {}),
  }
}

/** A denial by the bucket policy is the fence; every other failure is one. The probe leaves a delete marker. */
async function tryWrite(s3: S3Client, at: { Bucket: string; Key: string }): Promise<'accepted' | 'fenced'> {
  return awsFailed(`probe ${at.Bucket}`, async () => {
    try {
      await s3.send(new PutObjectCommand({ ...at, Body: at.Key, ContentType: 'text/plain' }))
    } catch (error) {
      if (isDenied(error)) return 'fenced'
      throw error
    }
    await s3.send(new HeadObjectCommand(at))
    await s3.send(new DeleteObjectCommand(at))
    return 'accepted'
  })
}

async function write(
  s3: S3Client,
  at: { Bucket: string; Key: string },
  put: TargetPut,
): ReturnType<ObjectTarget['put']> {
  const { metadata, overflow: metadataOverflow } = toS3Metadata(put.userMetadata)
  const headers = { ContentType: put.contentType, CacheControl: put.cacheControl, Metadata: metadata }
  if (put.size > SINGLE_PUT_BYTES) {
    return { ...(await putMultipart(s3, { ...at, ...headers }, put.body)), metadataOverflow }
  }
  const body = await collect(put.body)
  const sha256 = createHash('sha256').update(body).digest()
  const answer = await s3.send(
    new PutObjectCommand({ ...at, ...headers, Body: body, ChecksumSHA256: sha256.toString('base64') }),
  )
  const md5 = createHash('md5').update(body).digest('hex')
  return {
    version: answer.VersionId ?? '',
    sha256: sha256.toString('hex'),
    md5,
    size: body.length,
    metadataOverflow,
  }
}

async function collect(body: Buffer | Readable): Promise<Buffer> {
  if (Buffer.isBuffer(body)) return body
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Passes the bytes on and takes both digests on the way. */
function hashed(body: Readable): { body: Readable; hashes: () => { sha256: string; md5: string } } {
  const digests: Record<'sha256' | 'md5', Hash> = { sha256: createHash('sha256'), md5: createHash('md5') }
  const pass = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digests.sha256.update(chunk)
      digests.md5.update(chunk)
      done(null, chunk)
    },
  })
  // Whichever ends early ends the other: its failure is told by the stream that is read.
  pipeline(body, pass, () => undefined)
  return {
    body: pass,
    hashes: () => ({ sha256: digests.sha256.digest('hex'), md5: digests.md5.digest('hex') }),
  }
}
