import type { Database, DeletionLog } from '../ports'

/** The services' tombstones, as the relay works them off. */
export function deletionLog(database: Database): DeletionLog {
  return {
    pending: (bucket) =>
      database.stream<{ key: string }>(
        `select name as key from supabase_to_aws.storage_tombstones
          where bucket = $1 and source_removed_at is null order by name collate "C"`,
        [bucket],
      ),
    async carried(bucket, key) {
      await database.query(
        `update supabase_to_aws.storage_tombstones set source_removed_at = now()
          where bucket = $1 and name = $2 and source_removed_at is null`,
        [bucket, key],
      )
    },
    async clear(buckets) {
      await database.query('delete from supabase_to_aws.storage_tombstones where bucket = any($1)', [buckets])
    },
  }
}
