import { MigrateError } from '../engine/errors'
import type { InventoryEntry, TargetEntry } from '../adapters/ports'
import { cacheControlOf } from './cache-control'
import { forEachConcurrently } from './concurrency'
import { mergeJoin } from './merge-join'
import { isCopyOf, type Pair, type Transfer } from './objects'
import { isProbe } from './probes'
import { withRetries } from './retry'

export interface HomeCounts {
  /** Born on AWS. */
  added: number
  /** Overwritten on AWS. */
  changed: number
  /** Deleted on AWS. */
  removed: number
  same: number
  bytes: number
}

export type HomeDecision = 'add' | 'change' | 'remove' | 'forget' | 'same' | 'unexplained' | 'nothing'

/** As for the way out; uploads to Storage are slower, so fewer at once. */
const LIMITS = { items: 8, bytes: 128 * 1024 * 1024 }

/**
 * Carries home to Supabase what was born, changed or deleted on AWS. Runs with both sides fenced, so nothing moves.
 * @throws MigrateError DIFFERENCE where a source object is gone on AWS without anybody having deleted it.
 */
export async function carryHome(transfer: Transfer, bucket: string): Promise<HomeCounts> {
  const counts: HomeCounts = { added: 0, changed: 0, removed: 0, same: 0, bytes: 0 }
  const unexplained: string[] = []
  const pairs = mergeJoin(transfer.source.inventory(bucket), transfer.target.list(bucket))
  const sizeOf = (pair: Pair): number =>
    ['add', 'change'].includes(decideHome(pair)) ? (pair.right?.size ?? 0) : 0
  await forEachConcurrently(pairs, { ...LIMITS, sizeOf, signal: transfer.lost }, async (pair) => {
    const decision = decideHome(pair)
    if (decision === 'unexplained') unexplained.push(pair.key)
    else await carry(transfer, bucket, { pair, decision, counts })
  })
  if (unexplained.length > 0) throw unexplainedError(bucket, unexplained)
  return counts
}

/** What is to be done for one key on the way home. A delete marker proves a deletion; mere absence does not. */
export function decideHome(pair: {
  key: string
  left: InventoryEntry | undefined
  right: TargetEntry | undefined
}): HomeDecision {
  const object = pair.left?.object
  const copy = pair.left?.copy
  if (isProbe(pair.key)) return object ? 'remove' : 'nothing'
  if (!pair.right) return object ? 'unexplained' : copy ? 'forget' : 'nothing'
  if (pair.right.deleted) return object ? 'remove' : copy ? 'forget' : 'nothing'
  if (!object) return 'add'
  return copy && isCopyOf(object, copy, pair.right) ? 'same' : 'change'
}

async function carry(
  transfer: Transfer,
  bucket: string,
  job: { pair: Pair; decision: Exclude<HomeDecision, 'unexplained'>; counts: HomeCounts },
): Promise<void> {
  const { pair, decision, counts } = job
  switch (decision) {
    case 'add':
    case 'change': {
      const size = await withRetries(transfer.sleep, () => putHome(transfer, bucket, pair))
      counts[decision === 'add' ? 'added' : 'changed'] += 1
      counts.bytes += size
      transfer.onObject({ items: 1, bytes: size })
      return
    }
    case 'remove':
      await withRetries(transfer.sleep, () => transfer.source.removeHome(bucket, pair.key))
      await transfer.log.forget(bucket, pair.key)
      counts.removed += 1
      return
    case 'forget':
      await transfer.log.forget(bucket, pair.key)
      return
    case 'same':
      counts.same += 1
      transfer.onObject({ items: 1, bytes: pair.right?.size ?? 0 })
      return
    case 'nothing':
      return
  }
}

/** Uploads the AWS version and checks by the row Storage wrote that these bytes arrived: Storage checks no digest itself. */
async function putHome(transfer: Transfer, bucket: string, { key, left }: Pair): Promise<number> {
  const head = await transfer.target.head(bucket, key)
  if (!head) throw failed(`${bucket}/${key}`, 'it vanished on AWS while both sides were fenced', false)
  const { body, hashes } = await transfer.target.readHashed(bucket, key)
  const { contentType, size } = head
  const cacheControl = cacheControlOf(head.cacheControl)
  const keptMetadata = left?.copy?.targetVersion === head.version ? left.copy.keptMetadata : null
  const userMetadata = head.userMetadata ?? keptMetadata
  try {
    await transfer.source.putHome({ bucket, key, body, size, contentType, cacheControl, userMetadata })
  } finally {
    body.destroy()
  }
  const { md5, sha256 } = hashes()
  const row = await transfer.source.find(bucket, key)
  if (!row || row.size !== size || (row.md5 !== null && row.md5 !== md5)) {
    throw failed(`${bucket}/${key}`, 'Supabase stored other bytes than were sent', true)
  }
  await transfer.log.record(bucket, key, {
    fingerprint: row.fingerprint,
    targetVersion: head.version,
    sha256,
    size,
    keptMetadata,
  })
  return size
}

function failed(object: string, why: string, retryable: boolean): MigrateError {
  return new MigrateError('SOURCE_FAILED', `${object} could not be carried home: ${why}`, {
    data: { object, retryable },
    suggestion: 'run the same revert again; it goes on where it stopped',
  })
}

function unexplainedError(bucket: string, keys: string[]): MigrateError {
  const some = keys.slice(0, 5).join(', ')
  return new MigrateError(
    'DIFFERENCE',
    `${keys.length} objects of ${bucket} are on Supabase but not on AWS, and nobody deleted them there: ${some}`,
    {
      data: { bucket, keys: keys.slice(0, 100) },
      suggestion: 'nothing was deleted; find out why they are missing on AWS before the revert is run again',
    },
  )
}
