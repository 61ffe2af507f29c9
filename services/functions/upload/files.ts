import { Readable } from 'node:stream'
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3ServiceException,
  type S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { URL_SECONDS } from './limits'
import type { DeclaredFile } from './request'

export const PARTS = ['audio', 'coverArt'] as const
export type Part = (typeof PARTS)[number]

/** Its arrival starts the publication. The bucket's notification looks for the same ending. */
const COMPLETE = 'complete.json'
const COMPLETE_BODY = '{}'

/** A request that a browser sends as it stands. */
export interface SignedUpload {
  readonly method: 'PUT'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** What to send, where it is not a file. */
  readonly body?: string
}

/** Objects of jobs: `<jobId>/audio`, `<jobId>/coverArt`, `<jobId>/complete.json`. */
export class JobFiles {
  constructor(
    private readonly s3: S3Client,
    private readonly bucket: string,
  ) {}

  /** Takes exactly this type and size: S3 refuses anything else, because both are signed. */
  async signPut(jobId: string, part: Part, { contentType, size }: DeclaredFile): Promise<SignedUpload> {
    return this.sign(`${jobId}/${part}`, contentType, size)
  }

  async signComplete(jobId: string): Promise<SignedUpload> {
    const signed = await this.sign(`${jobId}/${COMPLETE}`, 'application/json', COMPLETE_BODY.length)
    return { ...signed, body: COMPLETE_BODY }
  }

  async put(jobId: string, part: Part, file: { contentType: string; bytes: Buffer }): Promise<void> {
    await this.store(`${jobId}/${part}`, file.contentType, file.bytes)
  }

  /** What the browser does after its uploads. */
  async complete(jobId: string): Promise<void> {
    await this.store(`${jobId}/${COMPLETE}`, 'application/json', Buffer.from(COMPLETE_BODY))
  }

  /** Type and size of what arrived; undefined where nothing did. */
  async arrived(
    jobId: string,
    part: Part,
  ): Promise<(Pick<DeclaredFile, 'size'> & { contentType: string }) | undefined> {
    try {
      const head = await this.s3.send(new HeadObjectCommand({ Bucket: this.bucket, Key: `${jobId}/${part}` }))
      return { size: head.ContentLength ?? 0, contentType: head.ContentType ?? '' }
    } catch (error) {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined
      throw error
    }
  }

  async open(jobId: string, part: Part): Promise<Readable> {
    const { Body } = await this.s3.send(
      new GetObjectCommand({ Bucket: this.bucket, Key: `${jobId}/${part}` }),
    )
    if (Body instanceof Readable) return Body
    throw new Error(`S3 answered without a body for ${jobId}/${part}`)
  }

  private async sign(key: string, contentType: string, size: number): Promise<SignedUpload> {
    const command = new PutObjectCommand({
      Bucket: this.bucket,
      Key: key,
      ContentType: contentType,
      ContentLength: size,
    })
    const url = await getSignedUrl(this.s3, command, {
      expiresIn: URL_SECONDS,
      signableHeaders: new Set(['content-type', 'content-length', 'host']),
    })
    // A browser sets Content-Length by itself, and does not let a page set it.
    return { method: 'PUT', url, headers: { 'content-type': contentType } }
  }

  private async store(key: string, contentType: string, bytes: Buffer): Promise<void> {
    await this.s3.send(
      new PutObjectCommand({ Bucket: this.bucket, Key: key, ContentType: contentType, Body: bytes }),
    )
  }
}

/** The job that an object of S3's event completes; undefined for any other object. Keys come as in a query string. */
export function completedJob(eventKey: string): string | undefined {
  const [jobId, name, ...rest] = decodeURIComponent(eventKey.replaceAll('+', ' ')).split('/')
  return name === COMPLETE && rest.length === 0 && jobId !== '' ? jobId : undefined
}
