import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'

/** Reads to the end: hex SHA-256 and number of bytes. */
export async function hashesOf(body: Buffer | Readable): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of Buffer.isBuffer(body) ? [body] : body) {
    hash.update(chunk as Buffer)
    size += (chunk as Buffer).length
  }
  return { sha256: hash.digest('hex'), size }
}
