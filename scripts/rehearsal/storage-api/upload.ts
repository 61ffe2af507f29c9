import { randomUUID } from 'node:crypto'
import type { StoredBlob } from './blobs'
import { callerScope, sendJson, serviceScope, type Context } from './context'
import { isEmptyFolder, mustBeAllowedType, mustBeLegalKey } from './key-rules'
import { findBucket, insertObject, lockObject, lockVersion, upsertObject, type ObjectMetadata } from './rows'
import type { BucketRow, NewObject } from './rows'
import { entityTooLarge, invalidMimeType } from './storage-error'
import { withTransaction } from './with-transaction'

/** Where no bucket says less: the standard upload's limit on the hosted platform. */
const LARGEST_BYTES = 5 * 1024 ** 3

const undo = new Error('permission granted, nothing kept')

/** POST: a key that exists is refused unless the request says `x-upsert: true`. */
export const createObject = (context: Context) =>
  upload(context, context.request.headers['x-upsert'] === 'true')

/** PUT: replaces. */
export const updateObject = (context: Context) => upload(context, true)

/** In the order of the real one: may the caller write this row? then the bytes, then the row. */
async function upload(context: Context, upsert: boolean): Promise<void> {
  const { request, bucket, key, pool, blobs } = context
  const found = await withTransaction(pool, serviceScope(context), (client) => findBucket(client, bucket))
  const mimetype = request.headers['content-type'] ?? 'application/octet-stream'
  mustBeTakenBy(found, context, mimetype)
  mustBeLegalKey(key)
  const version = randomUUID()
  const announced = { mimetype, contentLength: Number(request.headers['content-length'] ?? 0) }
  const object: NewObject = {
    bucket,
    key,
    version,
    owner: context.caller.owner,
    metadata: announced,
    userMetadata: userMetadataOf(request.headers['x-metadata']),
  }
  await mustBePermitted(context, { ...object, version: '1' }, upsert)
  const stored = await blobs.write(version, request)
  const id = await keep(context, { ...object, metadata: metadataOf(context, mimetype, stored) })
  sendJson(context, { Id: id, Key: `${bucket}/${key}` })
}

function mustBeTakenBy(bucket: BucketRow, { request, key }: Context, mimetype: string): void {
  // Browsers' form uploads are not stood in for.
  if (mimetype.startsWith('multipart/form-data')) throw invalidMimeType(mimetype)
  const allowed = bucket.allowed_mime_types ?? []
  if (allowed.length > 0 && !isEmptyFolder(key)) mustBeAllowedType(mimetype, allowed)
  const limit = isEmptyFolder(key)
    ? 0
    : Math.min(Number(bucket.file_size_limit ?? LARGEST_BYTES), LARGEST_BYTES)
  if (Number(request.headers['content-length'] ?? 0) > limit) throw entityTooLarge()
}

/** Writes the row and takes it back: policies and triggers say no before a byte is read. */
async function mustBePermitted(context: Context, object: NewObject, upsert: boolean): Promise<void> {
  try {
    await withTransaction(context.pool, callerScope(context), async (client) => {
      await (upsert ? upsertObject(client, object) : insertObject(client, object))
      throw undo
    })
  } catch (error) {
    if (error !== undo) throw error
  }
}

/** The row in the name of the service key; without it the bytes go again. The former version's bytes go after. */
async function keep(context: Context, object: NewObject): Promise<string> {
  const { pool, blobs } = context
  try {
    const { id, replaced } = await withTransaction(pool, serviceScope(context), async (client) => {
      await lockObject(client, object.bucket, object.key)
      const former = await lockVersion(client, object.bucket, object.key)
      const stored = { ...object, userMetadata: object.userMetadata ?? {} }
      return { id: await upsertObject(client, stored), replaced: former }
    })
    if (replaced !== undefined) await blobs.remove(replaced)
    return id
  } catch (error) {
    await blobs.remove(object.version)
    throw error
  }
}

function metadataOf({ request }: Context, mimetype: string, stored: StoredBlob): ObjectMetadata {
  return {
    eTag: stored.eTag,
    size: stored.size,
    mimetype,
    cacheControl: request.headers['cache-control'] ?? 'no-cache',
    lastModified: wholeSecond(new Date()).toISOString(),
    contentLength: stored.size,
    httpStatusCode: 200,
  }
}

/** S3 knows no fractions. */
function wholeSecond(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000)
}

/** `x-metadata`: JSON in base64. What cannot be read is left out, as the real one does it. */
function userMetadataOf(header: string | string[] | undefined): Record<string, unknown> | undefined {
  if (typeof header !== 'string') return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(header, 'base64').toString())
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}
