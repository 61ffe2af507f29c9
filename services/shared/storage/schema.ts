/**
 * Deletions made on AWS while Supabase still holds a copy. A tombstone hides that copy from the fallback and tells a
 * revert to delete it. An object that exists in S3 always outweighs its tombstone: a put clears it only afterwards.
 */
export const STORAGE_DDL = `
create schema if not exists supabase_to_aws;

create table if not exists supabase_to_aws.storage_tombstones (
  bucket text not null,
  name text not null,
  deleted_at timestamptz not null default now(),
  source_removed_at timestamptz,
  primary key (bucket, name)
);
`
