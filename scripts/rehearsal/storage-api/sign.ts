import { callerScope, readJson, sendJson, type Context } from './context'
import { signJwt } from './jwt'
import { findObject } from './rows'
import { invalidRequest } from './storage-error'
import { withTransaction } from './with-transaction'

/** A link to one object that the caller can read. The path stays as decodeURI leaves it: `%3F` is not undone. */
export async function signObject(context: Context): Promise<void> {
  const { bucket, key, pool, rawTail } = context
  const { expiresIn } = await readJson(context)
  if (typeof expiresIn !== 'number') throw invalidRequest("body must have required property 'expiresIn'")
  await withTransaction(pool, callerScope(context), (client) => findObject(client, bucket, key))
  const url = decodeURI(rawTail)
  const now = Math.floor(Date.now() / 1000)
  const token = signJwt({ url, scope: 'download', iat: now, exp: now + expiresIn }, context.keys.jwtSecret)
  sendJson(context, { signedURL: `/object/sign/${url}?token=${token}` })
}
