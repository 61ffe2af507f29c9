import { setTimeout as sleep } from 'node:timers/promises'
import { s3Target } from '../../../scripts/adapters/aws/objects'
import { withDatabase } from '../../../scripts/adapters/postgres/connect'
import { copyLog } from '../../../scripts/adapters/supabase/copy-log'
import { supabaseSource } from '../../../scripts/adapters/supabase/objects'
import type { Database } from '../../../scripts/adapters/ports'
import { copyBucket, type Transfer } from '../../../scripts/transfer/objects'
import { SupabaseStorageClient } from '../../../services/shared/storage/supabase-client'
import type { Done, Work } from '../child'
import { takeOut, withoutColumnLookups } from '../take-out'

/** As scripts/compose/storage.ts. */
const CONNECTIONS = 24

/** The copy of the storage phase: inventory, merge-join, hashes, metadata and records, as the command runs it. */
export async function ours(work: Work): Promise<Done> {
  const { databaseUrl: url, sourceBucket, without } = work.job
  return withDatabase({ url, maxConnections: CONNECTIONS }, async (connected) => {
    const database = without.includes('columns') ? withoutColumnLookups(connected) : connected
    const { counts } = await copyBucket(takeOut(transferOf(work, database), work), sourceBucket)
    return { objects: counts.copied + counts.same, bytes: counts.bytes }
  })
}

export function transferOf({ job, s3 }: Work, database: Database): Transfer {
  const client = new SupabaseStorageClient({ url: job.supabaseUrl, serviceKey: job.serviceKey })
  return {
    source: supabaseSource({ database, client, relayToken: 'unused' }),
    target: s3Target({ s3, buckets: { [job.sourceBucket]: { bucket: job.targetBucket, prefix: '' } } }),
    log: copyLog(database),
    sleep: (milliseconds) => sleep(milliseconds),
    onObject: () => undefined,
  }
}
