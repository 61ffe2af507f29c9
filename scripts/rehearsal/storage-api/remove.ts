import { callerScope, readJson, sendJson, serviceScope, type Context } from './context'
import { deleteObjects, lockRow } from './rows'
import { accessDenied, invalidRequest } from './storage-error'
import { setScope, withTransaction } from './with-transaction'

/** The bytes go before the commit, as in the real one: a row that stays without its bytes is possible. */
export async function deleteObject(context: Context): Promise<void> {
  const { bucket, key, pool, blobs } = context
  await withTransaction(pool, serviceScope(context), async (client) => {
    await lockRow(client, bucket, key)
    await setScope(client, callerScope(context))
    const [deleted] = await deleteObjects(client, bucket, [key])
    if (deleted === undefined) throw accessDenied('Access denied')
    if (deleted.version !== null) await blobs.remove(deleted.version)
  })
  sendJson(context, { message: 'Successfully deleted' })
}

/** `{ prefixes: [key, …] }`: whole keys, despite the name. Those that are not there are left out of the answer. */
export async function deleteManyObjects(context: Context): Promise<void> {
  const { bucket, pool, blobs } = context
  const { prefixes } = await readJson(context)
  if (!Array.isArray(prefixes) || !prefixes.every((key): key is string => typeof key === 'string')) {
    throw invalidRequest('body/prefixes must be array')
  }
  const rows = await withTransaction(pool, callerScope(context), async (client) => {
    const deleted = await deleteObjects(client, bucket, prefixes)
    await Promise.all(deleted.flatMap(({ version }) => (version === null ? [] : [blobs.remove(version)])))
    return deleted
  })
  sendJson(context, rows)
}
