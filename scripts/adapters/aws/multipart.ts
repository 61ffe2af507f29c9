import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
  type CompletedPart,
  type S3Client,
} from '@aws-sdk/client-s3'

/** Bytes a part; S3 allows 10,000 parts, so objects up to 160 GB. */
const PART_BYTES = 16 * 1024 * 1024

interface Destination {
  Bucket: string
  Key: string
  ContentType: string
  CacheControl: string
  Metadata: Record<string, string>
}

/**
 * Uploads a stream in parts, one part in memory at a time, each with the SHA-256 that S3 checks. The digests of the
 * whole are taken in the same pass. An upload that fails is aborted, so that no parts are left to be paid for.
 */
export async function putMultipart(
  s3: S3Client,
  destination: Destination,
  body: Buffer | Readable,
): Promise<{ version: string; sha256: string; md5: string; size: number }> {
  const { Bucket, Key } = destination
  const begun = await s3.send(
    new CreateMultipartUploadCommand({ ...destination, ChecksumAlgorithm: 'SHA256' }),
  )
  const upload = { Bucket, Key, UploadId: begun.UploadId }
  try {
    const sent = await sendParts(s3, upload, body)
    const done = await s3.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: sent.parts } }),
    )
    return { version: done.VersionId ?? '', sha256: sent.sha256, md5: sent.md5, size: sent.size }
  } catch (error) {
    await abort(s3, upload, error)
    throw error
  }
}

interface Upload {
  Bucket: string
  Key: string
  UploadId: string | undefined
}

async function abort(s3: S3Client, upload: Upload, reason: unknown): Promise<void> {
  try {
    await s3.send(new AbortMultipartUploadCommand(upload))
  } catch (cause) {
    throw new AggregateError(
      [reason, cause],
      `the upload of ${upload.Key} failed, and aborting it failed too`,
      { cause },
    )
  }
}

async function sendParts(
  s3: S3Client,
  upload: Upload,
  body: Buffer | Readable,
): Promise<{ parts: CompletedPart[]; sha256: string; md5: string; size: number }> {
  const whole = { sha256: createHash('sha256'), md5: createHash('md5') }
  const parts: CompletedPart[] = []
  let size = 0
  for await (const part of partsOf(body)) {
    whole.sha256.update(part)
    whole.md5.update(part)
    size += part.length
    const number = {
      PartNumber: parts.length + 1,
      ChecksumSHA256: createHash('sha256').update(part).digest('base64'),
    }
    const answer = await s3.send(new UploadPartCommand({ ...upload, ...number, Body: part }))
    parts.push({ ...number, ETag: answer.ETag })
  }
  return { parts, sha256: whole.sha256.digest('hex'), md5: whole.md5.digest('hex'), size }
}

async function* partsOf(body: Buffer | Readable): AsyncIterable<Buffer> {
  let chunks: Buffer[] = []
  let length = 0
  for await (const chunk of Buffer.isBuffer(body) ? [body] : body) {
    let rest = chunk as Buffer
    while (length + rest.length >= PART_BYTES) {
      const taken = PART_BYTES - length
      yield Buffer.concat([...chunks, rest.subarray(0, taken)])
      rest = rest.subarray(taken)
      chunks = []
      length = 0
    }
    chunks.push(rest)
    length += rest.length
  }
  if (length > 0) yield Buffer.concat(chunks)
}
