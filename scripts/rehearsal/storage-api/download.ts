import { pipeline } from 'node:stream/promises'
import { callerScope, sendJson, serviceScope, type Context } from './context'
import { mustBeLegalKey } from './key-rules'
import { verifyJwt } from './jwt'
import { findBucket, findObject, type ObjectRow } from './rows'
import { invalidRange, invalidSignature, noSuchBucket, noSuchFile } from './storage-error'
import { setScope, withTransaction } from './with-transaction'

/** Everybody may read a public bucket; of a private one the caller what policies let it. */
export async function getObject(context: Context): Promise<void> {
  await sendFile(context, await visibleObject(context))
}

export async function getPublicObject(context: Context): Promise<void> {
  await sendFile(context, await publicObject(context))
}

/** HEAD is answered from the row alone, whether the bytes are there or not. */
export async function headObject(context: Context): Promise<void> {
  sendHead(context, await visibleObject(context))
}

/** HEAD of the public route: does not ask whether the bucket is public, only who reads the body must. */
export async function headPublicObject(context: Context): Promise<void> {
  sendHead(context, await publicObject(context))
}

export async function objectInfo(context: Context): Promise<void> {
  const row = await visibleObject(context)
  const { metadata } = row
  sendJson(context, {
    id: row.id,
    name: row.name,
    version: row.version,
    bucket_id: row.bucket_id,
    size: metadata?.size ?? null,
    content_type: metadata?.mimetype ?? null,
    cache_control: metadata?.cacheControl ?? null,
    etag: metadata?.eTag ?? null,
    metadata: row.user_metadata,
    last_modified: row.updated_at,
    created_at: row.created_at,
  })
}

/** The token names the object; no other right is asked for. */
export async function getSignedObject(context: Context): Promise<void> {
  const { bucket, key, keys, pool, query } = context
  const claims = verifyJwt(query.get('token') ?? '', keys.jwtSecret)
  if (claims === undefined) throw invalidSignature('signature verification failed')
  if (claims.scope !== undefined && claims.scope !== 'download') {
    throw invalidSignature('Token is not scoped for download')
  }
  if (claims.url !== `${bucket}/${key}`) throw invalidSignature()
  await sendFile(
    context,
    await withTransaction(pool, serviceScope(context), (client) => findObject(client, bucket, key)),
  )
}

async function visibleObject(context: Context): Promise<ObjectRow> {
  const { bucket, key, caller, pool } = context
  return withTransaction(pool, serviceScope(context), async (client) => {
    const found = await findBucket(client, bucket)
    if (!caller.authenticated && !found.public) throw noSuchBucket()
    mustBeLegalKey(key)
    if (!found.public) await setScope(client, callerScope(context))
    return findObject(client, bucket, key)
  })
}

async function publicObject(context: Context): Promise<ObjectRow> {
  const { bucket, key, pool, request } = context
  return withTransaction(pool, serviceScope(context), async (client) => {
    const found = await findBucket(client, bucket)
    if (request.method !== 'HEAD' && !found.public) throw noSuchBucket()
    mustBeLegalKey(key)
    return findObject(client, bucket, key)
  })
}

async function sendFile(context: Context, row: ObjectRow): Promise<void> {
  const { blobs, request, response } = context
  const size = row.version === null ? undefined : await blobs.size(row.version)
  if (row.version === null || size === undefined) throw noSuchFile()
  const headers = headersOf(context, row)
  if (request.headers['if-none-match'] === row.metadata?.eTag && row.metadata?.eTag !== undefined) {
    response.writeHead(304).end()
    return
  }
  const range = request.headers.range === undefined ? undefined : parseRange(request.headers.range, size)
  const length = range === undefined ? size : range.end - range.start + 1
  if (range !== undefined) headers['content-range'] = `bytes ${range.start}-${range.end}/${size}`
  response.writeHead(range === undefined ? 200 : 206, { ...headers, 'content-length': length })
  await pipeline(blobs.read(row.version, range), response)
}

function sendHead(context: Context, row: ObjectRow): void {
  const { metadata } = row
  const length = metadata?.contentLength
  const headers = headersOf(context, row)
  context.response
    .writeHead(200, length === undefined ? headers : { ...headers, 'content-length': length })
    .end()
}

function headersOf({ query }: Context, { metadata }: ObjectRow): Record<string, string> {
  const headers: Record<string, string> = {
    'accept-ranges': 'bytes',
    'content-type': harmless(metadata?.mimetype ?? 'application/octet-stream'),
    'cache-control': metadata?.cacheControl ?? 'no-cache',
    'x-robots-tag': 'none',
  }
  if (metadata?.eTag !== undefined) headers.etag = metadata.eTag
  if (metadata?.lastModified !== undefined) {
    headers['last-modified'] = new Date(metadata.lastModified).toUTCString()
  }
  const name = query.get('download')
  if (name !== null) {
    const encoded = encodeURIComponent(name)
    headers['content-disposition'] =
      name === '' ? 'attachment;' : `attachment; filename=${encoded}; filename*=UTF-8''${encoded}`
  }
  return headers
}

/** Supabase serves no HTML from its own domain (supabase/storage#37). */
function harmless(mimetype: string): string {
  return mimetype.includes('text/html') ? 'text/plain' : mimetype
}

/** @throws StorageError InvalidRange, with HTTP status 416 */
function parseRange(header: string, size: number): { start: number; end: number } {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? []
  if (from === '' && to === '') throw invalidRange()
  const start = from === '' ? Math.max(size - Number(to), 0) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (start > end || (from === '' && Number(to) === 0)) throw invalidRange()
  return { start, end }
}
