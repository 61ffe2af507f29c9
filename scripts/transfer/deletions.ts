import type { DeletionLog, ObjectSource, ObjectTarget } from '../adapters/ports'
import { withRetries } from './retry'

export interface DeletionRelay {
  source: ObjectSource
  target: ObjectTarget
  deletions: DeletionLog
  sleep: (milliseconds: number) => Promise<void>
  /** Stops the relay before its next object when aborted. */
  lost?: AbortSignal
}

/**
 * Deletes on Supabase what was deleted on AWS while Supabase could not be asked: until then the copy there is served
 * by the fallback. An object in S3 outweighs its tombstone: its deletion was never finished, or it was made anew.
 * @returns how many deletions were carried home
 */
export async function relayDeletions(relay: DeletionRelay, bucket: string): Promise<number> {
  const { source, target, deletions, sleep } = relay
  let carried = 0
  for await (const { key } of deletions.pending(bucket)) {
    relay.lost?.throwIfAborted()
    if (await target.head(bucket, key)) continue
    await withRetries(sleep, () => source.removeHome(bucket, key))
    await deletions.carried(bucket, key)
    carried += 1
  }
  return carried
}
