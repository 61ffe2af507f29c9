import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3ServiceException,
  type S3Client,
} from '@aws-sdk/client-s3'
import { z } from 'zod'
import { errorFields, type Log } from '../../shared/lambda/log'
import { readImageHeader } from './image-header'
import { makeThumbnails, UnusableImageError } from './thumbnail'

const ORIGINALS = 'originals/'
/** Longer edge in pixels: in a list, and on a page. */
const THUMBNAIL_EDGES = [200, 800] as const
/** As presign signs them, and a reserve for objects that came over from Supabase. */
const IMAGE_BYTES_MAX = 20 * 1024 * 1024
/** Metadata of a thumbnail: the ETag of the original it shows. */
const SOURCE_ETAG = 'source-etag'

const eventSchema = z.object({
  Records: z.array(
    z.object({
      eventName: z.string(),
      s3: z.object({
        bucket: z.object({ name: z.string() }),
        object: z.object({ key: z.string(), size: z.number().optional(), eTag: z.string().optional() }),
      }),
    }),
  ),
})

export interface ImageProcessorOptions {
  s3: S3Client
  bucket: string
  log: Log
}

/** What became of one object. */
export type Outcome = 'made' | 'done before' | 'not ours' | 'gone' | 'too large' | 'unusable'

/** Makes thumbnails of every new original. An image that cannot be used is reported once and not tried again. */
export function createImageProcessor(options: ImageProcessorOptions) {
  return async (event: unknown): Promise<Outcome[]> => {
    const outcomes: Outcome[] = []
    for (const { s3 } of eventSchema.parse(event).Records) {
      // Keys come as in a form: a space as +, the rest in percent.
      const key = decodeURIComponent(s3.object.key.replaceAll('+', ' '))
      const outcome = s3.bucket.name === options.bucket ? await processImage(options, key) : 'not ours'
      options.log.info('image', { key, outcome })
      outcomes.push(outcome)
    }
    return outcomes
  }
}

async function processImage(options: ImageProcessorOptions, key: string): Promise<Outcome> {
  // Its own results must not start it again, whatever the bucket's notification says.
  if (!key.startsWith(ORIGINALS)) return 'not ours'
  const original = await head(options, key)
  if (original?.ETag === undefined) return 'gone'
  if ((original.ContentLength ?? 0) > IMAGE_BYTES_MAX) return 'too large'
  const missing = await missingThumbnails(options, key, original.ETag)
  if (missing.length === 0) return 'done before'
  const bytes = await read(options, key, original.ETag)
  if (bytes === undefined) return 'gone'
  const header = readImageHeader(bytes)
  if (header === undefined) return 'unusable'
  try {
    const thumbnails = await makeThumbnails(bytes, header, missing)
    for (const [edge, body] of thumbnails) {
      await options.s3.send(
        new PutObjectCommand({
          Bucket: options.bucket,
          Key: thumbnailKey(key, edge),
          Body: body,
          ContentType: header.type,
          ...(original.CacheControl === undefined ? {} : { CacheControl: original.CacheControl }),
          Metadata: { [SOURCE_ETAG]: original.ETag },
        }),
      )
    }
    return 'made'
  } catch (error) {
    if (!(error instanceof UnusableImageError)) throw error
    options.log.warn('image is not usable', { key, ...errorFields(error) })
    return 'unusable'
  }
}

/** `originals/<user>/<name>` -> `thumbnails/200/<user>/<name>`. */
function thumbnailKey(key: string, edge: number): string {
  return `thumbnails/${edge}/${key.slice(ORIGINALS.length)}`
}

async function missingThumbnails(
  options: ImageProcessorOptions,
  key: string,
  etag: string,
): Promise<number[]> {
  const missing: number[] = []
  for (const edge of THUMBNAIL_EDGES) {
    const thumbnail = await head(options, thumbnailKey(key, edge))
    if (thumbnail?.Metadata?.[SOURCE_ETAG] !== etag) missing.push(edge)
  }
  return missing
}

async function head({ s3, bucket }: ImageProcessorOptions, key: string) {
  return unlessGone(() => s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key })))
}

/** Undefined where the original was replaced or deleted meanwhile: its own event follows. */
async function read(
  { s3, bucket }: ImageProcessorOptions,
  key: string,
  etag: string,
): Promise<Buffer | undefined> {
  return unlessGone(async () => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag }))
    return Body === undefined ? undefined : Buffer.from(await Body.transformToByteArray())
  })
}

/** A HEAD has no body, so the SDK knows no more than the status. */
async function unlessGone<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call()
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
    if (status === 404 || status === 412) return undefined
    throw error
  }
}
