import type { Client } from 'pg'

export const SYNTHETIC_BUCKET = 'synthetic'
export const SYNTHETIC_VERSION = 'synthetic-version'
const PER_FOLDER = 1_000

/** Byte order of the keys is the order of the numbers. */
export function syntheticKey(index: number): string {
  const folder = String(Math.floor(index / PER_FOLDER)).padStart(6, '0')
  return `projects/${folder}/frame-${String(index).padStart(10, '0')}.png`
}

const KEY_SQL = `'projects/' || lpad((i / ${PER_FOLDER})::text, 6, '0') || '/frame-' || lpad(i::text, 10, '0') || '.png'`

/** Rows without bytes and the records of their copies, as if all of it had been copied. */
export async function insertSynthetic(client: Client, rows: number): Promise<void> {
  await client.query('insert into storage.buckets (id, name) values ($1, $1)', [SYNTHETIC_BUCKET])
  await client.query(
    `insert into storage.objects (bucket_id, name, version, metadata, user_metadata)
     select $1, ${KEY_SQL}, gen_random_uuid()::text, jsonb_build_object('size', 10240, 'mimetype', 'image/png',
       'cacheControl', 'max-age=3600', 'eTag', '"' || md5(i::text) || '"', 'lastModified', now()),
       jsonb_build_object('origin', 'bench')
     from generate_series(1, $2::int) i`,
    [SYNTHETIC_BUCKET, rows],
  )
  // The fingerprint as scripts/adapters/supabase/inventory.ts takes it; another one would make the no-op join copy.
  await client.query(
    `insert into supabase_to_aws.object_copies (bucket, name, fingerprint, target_version, sha256, size, copied_at)
     select bucket_id, name, md5(jsonb_build_array(version, metadata - 'lastModified', user_metadata)::text),
       $2, repeat('0', 64), 10240, now() from storage.objects where bucket_id = $1`,
    [SYNTHETIC_BUCKET, SYNTHETIC_VERSION],
  )
  await client.query('analyze storage.objects, supabase_to_aws.object_copies')
}
