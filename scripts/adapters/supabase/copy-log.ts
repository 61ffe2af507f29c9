import type { CopyLog, Sql } from '../ports'

/** Copy records in the source database, written right after each copy so that a killed run repeats almost nothing. */
export function copyLog(sql: Sql): CopyLog {
  return {
    async record(bucket, key, copy) {
      await sql.query(
        `insert into supabase_to_aws.object_copies (bucket, name, fingerprint, target_version, sha256, size, kept_metadata, copied_at)
         values ($1, $2, $3, $4, $5, $6, $7, now())
         on conflict (bucket, name) do update set fingerprint = excluded.fingerprint,
           target_version = excluded.target_version, sha256 = excluded.sha256, size = excluded.size,
           kept_metadata = excluded.kept_metadata, copied_at = excluded.copied_at`,
        [
          bucket,
          key,
          copy.fingerprint,
          copy.targetVersion,
          copy.sha256,
          copy.size,
          copy.keptMetadata && JSON.stringify(copy.keptMetadata),
        ],
      )
    },
    async forget(bucket, key) {
      await sql.query('delete from supabase_to_aws.object_copies where bucket = $1 and name = $2', [
        bucket,
        key,
      ])
    },
  }
}
