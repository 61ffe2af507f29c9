import { STORAGE_DDL } from '../../../services/shared/storage/schema'
import { SWITCH_DDL } from '../../../services/shared/switch/schema'
import { URL_REWRITES_DDL } from '../../transfer/urls/schema'
import type { Database } from '../ports'
import { BUCKET_LIMITS_DDL } from '../supabase/bucket-limits'

/** Our progress and fences. Left out of comparison, replication and URL discovery (DESIGN decision 2). */
const ENGINE_DDL = `
create table if not exists supabase_to_aws.fence (
  side text primary key,
  closed boolean not null,
  changed_at timestamptz not null
);
create table if not exists supabase_to_aws.verifications (
  app text primary key,
  started_at timestamptz not null
);
create table if not exists supabase_to_aws.object_copies (
  bucket text not null,
  name text collate "C" not null,
  fingerprint text not null,
  target_version text not null,
  sha256 text not null,
  size bigint not null,
  kept_metadata jsonb,
  copied_at timestamptz not null,
  primary key (bucket, name)
);
`

/** Makes schema supabase_to_aws on the source database; idempotent, one transaction. */
export async function installOwnSchema(database: Database): Promise<void> {
  await database.transaction(async (sql) => {
    // Two runs at once would both see "not there yet".
    await sql.query(`select pg_advisory_xact_lock(hashtext('supabase_to_aws'))`)
    const own = [SWITCH_DDL, STORAGE_DDL, URL_REWRITES_DDL, ENGINE_DDL, BUCKET_LIMITS_DDL]
    for (const ddl of own) await sql.query(ddl)
  })
}
