import type { BucketLimits, Database } from '../ports'

/** The limits as they were, for as long as they are lifted. */
export const BUCKET_LIMITS_DDL = `
create table if not exists supabase_to_aws.bucket_limits (
  bucket text primary key,
  file_size_limit bigint,
  allowed_mime_types text[],
  lifted_at timestamptz not null default now()
);
`

const SAVE = `
  insert into supabase_to_aws.bucket_limits (bucket, file_size_limit, allowed_mime_types)
  select id, file_size_limit, allowed_mime_types from storage.buckets
  where id = any($1) and (file_size_limit is not null or allowed_mime_types is not null)
  on conflict (bucket) do nothing`

const LIFT = `
  update storage.buckets set file_size_limit = null, allowed_mime_types = null
  where id = any($1) and (file_size_limit is not null or allowed_mime_types is not null)`

const PUT_BACK = `
  update storage.buckets b set file_size_limit = l.file_size_limit, allowed_mime_types = l.allowed_mime_types
  from supabase_to_aws.bucket_limits l where l.bucket = b.id and b.id = any($1)`

const FORGET = 'delete from supabase_to_aws.bucket_limits where bucket = any($1)'

/**
 * Limits of storage.buckets, which the Storage API reads for every upload. Saved and lifted, restored and forgotten in
 * one transaction each: whenever we die, they are either in force or saved. The project's own size limit stays.
 */
export function bucketLimits(database: Database): BucketLimits {
  return {
    lift: (buckets) => inOne(database, buckets, [SAVE, LIFT]),
    restore: (buckets) => inOne(database, buckets, [PUT_BACK, FORGET]),
  }
}

/** How many rows the last statement changed. The table is made here too: a copy of an older version has none. */
async function inOne(database: Database, buckets: readonly string[], statements: string[]): Promise<number> {
  return database.transaction(async (sql) => {
    await sql.query(BUCKET_LIMITS_DDL)
    let changed = 0
    for (const statement of statements) changed = (await sql.query(statement, [buckets])).rowCount ?? 0
    return changed
  })
}
