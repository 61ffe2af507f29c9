import { inventory } from '../../../scripts/adapters/supabase/inventory'
import { withDatabase } from '../../../scripts/adapters/postgres/connect'
import type { TargetEntry } from '../../../scripts/adapters/ports'
import { mergeJoin } from '../../../scripts/transfer/merge-join'
import { copyBucket } from '../../../scripts/transfer/objects'
import type { Done, Work } from '../child'
import { syntheticKey, SYNTHETIC_VERSION } from '../synthetic'
import { transferOf } from './ours'

/** Every row of the bucket through our cursor, and nothing else. */
export async function inventoryOnly({ job }: Work): Promise<Done> {
  return withDatabase({ url: job.databaseUrl }, async (database) => {
    let objects = 0
    for await (const entry of inventory(database, job.sourceBucket)) if (entry.object) objects += 1
    return { objects, bytes: 0 }
  })
}

/** The same, joined with a listing of as many keys. */
export async function joinOnly({ job }: Work): Promise<Done> {
  return withDatabase({ url: job.databaseUrl }, async (database) => {
    let objects = 0
    const pairs = mergeJoin(inventory(database, job.sourceBucket), syntheticListing(job.limit))
    for await (const pair of pairs) if (pair.left && pair.right) objects += 1
    return { objects, bytes: 0 }
  })
}

/** The copy command over a bucket that is copied already: the join and every decision, no byte. */
export async function noOpJoin(work: Work): Promise<Done> {
  const { job } = work
  return withDatabase({ url: job.databaseUrl }, async (database) => {
    const transfer = transferOf(work, database)
    const target = { ...transfer.target, list: () => syntheticListing(job.limit) }
    const { counts } = await copyBucket({ ...transfer, target }, job.sourceBucket)
    if (counts.copied > 0) throw new Error(`${counts.copied} objects were copied that were there already`)
    return { objects: counts.same, bytes: 0 }
  })
}

async function* syntheticListing(rows: number): AsyncIterable<TargetEntry> {
  for (let index = 1; index <= rows; index += 1) {
    yield { key: syntheticKey(index), version: SYNTHETIC_VERSION, deleted: false, size: 10_240 }
  }
}
