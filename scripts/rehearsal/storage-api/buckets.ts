import { callerScope, readJson, sendJson, type Context } from './context'
import { noSuchBucket } from './storage-error'
import { withTransaction } from './with-transaction'

const COLUMNS =
  'id, name, public, owner, created_at, updated_at, file_size_limit::float8, allowed_mime_types, type'

export async function listBuckets(context: Context): Promise<void> {
  const { rows } = await withTransaction(context.pool, callerScope(context), (client) =>
    client.query(`select ${COLUMNS} from storage.buckets order by name`),
  )
  sendJson(context, rows)
}

export async function getBucket(context: Context): Promise<void> {
  const { rows } = await withTransaction(context.pool, callerScope(context), (client) =>
    client.query<object>(`select ${COLUMNS} from storage.buckets where id = $1`, [context.bucket]),
  )
  if (rows[0] === undefined) throw noSuchBucket()
  sendJson(context, rows[0])
}

const CHANGEABLE = ['public', 'file_size_limit', 'allowed_mime_types'] as const

/** Changes what the body names. Limits bind later uploads only; objects that break them stay. */
export async function updateBucket(context: Context): Promise<void> {
  const body = await readJson(context)
  const changes = CHANGEABLE.filter((column) => body[column] !== undefined)
  const sets = changes.map((column, index) => `${column} = $${index + 2}`)
  await withTransaction(context.pool, callerScope(context), async (client) => {
    const { rowCount } = await client.query(
      `update storage.buckets set ${[...sets, 'updated_at = now()'].join(', ')} where id = $1`,
      [context.bucket, ...changes.map((column) => body[column])],
    )
    if (rowCount === 0) throw noSuchBucket()
  })
  sendJson(context, { message: 'Successfully updated' })
}
