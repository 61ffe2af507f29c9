import { callerScope, readJson, sendJson, type Context } from './context'
import { invalidRequest } from './storage-error'
import { withTransaction } from './with-transaction'

/** More is asked for in vain: the answer is cut without a word (migration 0050). */
const LIST_LIMIT = 1500
const LIST_DEFAULT = 100
const LIST_V2_LIMIT = 1000

const SORTABLE: ReadonlySet<unknown> = new Set(['name', 'updated_at', 'created_at', 'last_accessed_at'])

/** Entries of one folder: objects, and folders once each with a null id. $1 bucket, $2 prefix. */
const FOLDER = `
  with inside as (
    select *, substr(name, length($2) + 1) as rest from storage.objects
     where bucket_id = $1 and starts_with(name, $2)
  ), entries as (
    select rest as entry, id, updated_at, created_at, last_accessed_at, metadata from inside
     where position('/' in rest) = 0
    union all
    select distinct split_part(rest, '/', 1), null::uuid, null::timestamptz, null::timestamptz, null::timestamptz,
           null::jsonb from inside where position('/' in rest) > 0
  )`

/** One folder level, `limit` and `offset`. */
export async function listObjects(context: Context): Promise<void> {
  const body = await readJson(context)
  const folder = text(body.prefix)
  const prefix = folder === '' || folder.endsWith('/') ? folder : `${folder}/`
  const sort = typeof body.sortBy === 'object' && body.sortBy !== null ? body.sortBy : {}
  const wanted = 'column' in sort && SORTABLE.has(sort.column) ? String(sort.column) : 'name'
  const column = wanted === 'name' ? 'entry collate "C"' : wanted
  const order = 'order' in sort && sort.order === 'desc' ? 'desc' : 'asc'
  const limit = Math.min(count(body.limit, LIST_DEFAULT), LIST_LIMIT)
  const { rows } = await withTransaction(context.pool, callerScope(context), (client) =>
    client.query(
      `${FOLDER} select entry as name, id, updated_at, created_at, last_accessed_at, metadata from entries
        where starts_with(lower(entry), lower($3)) order by ${column} ${order}, id limit $4 offset $5`,
      [context.bucket, prefix, text(body.search), limit, count(body.offset, 0)],
    ),
  )
  sendJson(context, rows)
}

interface Entry {
  id: string | null
  name: string
}

/** Recursive, or by folder with `with_delimiter`; by name upwards only, with a stable cursor. */
export async function listObjectsV2(context: Context): Promise<void> {
  const body = await readJson(context)
  const limit = Math.min(count(body.limit, LIST_V2_LIMIT), LIST_V2_LIMIT)
  const after = Buffer.from(text(body.cursor), 'base64url').toString()
  const source =
    body.with_delimiter === true
      ? `${FOLDER} select $2 || entry || case when id is null then '/' else '' end as name, id, updated_at, created_at,
           last_accessed_at, metadata from entries`
      : `select name, id, updated_at, created_at, last_accessed_at, metadata from storage.objects
          where bucket_id = $1 and starts_with(name, $2)`
  const { rows } = await withTransaction(context.pool, callerScope(context), (client) =>
    client.query<Entry>(
      `select * from (${source}) found where name collate "C" > $3 order by name collate "C" limit $4`,
      [context.bucket, text(body.prefix), after, limit + 1],
    ),
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const hasNext = rows.length > limit && last !== undefined
  sendJson(context, {
    hasNext,
    ...(hasNext && { nextCursor: Buffer.from(last.name).toString('base64url'), nextCursorKey: last.name }),
    folders: page.filter((entry) => entry.id === null),
    objects: page.filter((entry) => entry.id !== null),
  })
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** @throws StorageError InvalidRequest */
function count(value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw invalidRequest('limit and offset must be whole numbers')
  }
  return value
}
