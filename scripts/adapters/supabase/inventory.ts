import { createHash } from 'node:crypto'
import type { Database, InventoryEntry, Json, SourceBucket, SourceObject } from '../ports'

/** Columns of storage.objects that came or went between releases; see the Storage service's tenant migrations. */
const OPTIONAL_COLUMNS = ['version', 'user_metadata', 'is_delete_marker', 'archived_at'] as const
type OptionalColumn = (typeof OPTIONAL_COLUMNS)[number]

interface Row {
  key: string
  present: boolean
  fingerprint: string
  size: string | null
  etag: string | null
  content_type: string | null
  cache_control: string | null
  user_metadata: Record<string, Json> | null
  copy_fingerprint: string | null
  target_version: string | null
  sha256: string | null
  copy_size: string | null
  kept_metadata: Record<string, Json> | null
  copied_at: Date | null
}

/** Type and caching that Storage itself answers with where a row says nothing. */
const DEFAULT_TYPE = 'application/octet-stream'
const DEFAULT_CACHE = 'no-cache'

export async function sourceBuckets(database: Database): Promise<SourceBucket[]> {
  const columns = await optionalColumns(database)
  const { rows } = await database.query<{
    id: string
    public: boolean | null
    objects: string
    bytes: string | null
  }>(
    `select b.id, b.public, count(o.name) as objects, sum((o.metadata ->> 'size')::bigint) as bytes
       from storage.buckets b left join (${liveObjects(columns)}) o on o.bucket_id = b.id
      group by b.id order by b.id`,
  )
  return rows.map((row) => ({
    id: row.id,
    public: row.public ?? false,
    objects: Number(row.objects),
    bytes: Number(row.bytes ?? 0),
  }))
}

/** Rows of storage.objects joined with our copy records, in byte order of the key, through a cursor. */
export async function* inventory(database: Database, bucket: string): AsyncIterable<InventoryEntry> {
  const columns = await optionalColumns(database)
  for await (const row of database.stream<Row>(inventorySql(columns), [bucket])) yield entryOf(row)
}

export async function findObject(
  database: Database,
  bucket: string,
  key: string,
): Promise<SourceObject | undefined> {
  const columns = await optionalColumns(database)
  const { rows } = await database.query<Row>(
    `${selectObject(columns)} where o.bucket_id = $1 and o.name = $2`,
    [bucket, key],
  )
  const row = rows[0]
  return row && objectOf(row)
}

/** Keys in the order of a hash of key and seed: another seed, another sample. Reads the whole bucket's index once. */
export async function sampleKeys(
  database: Database,
  bucket: string,
  pick: { count: number; seed: string },
): Promise<string[]> {
  const columns = await optionalColumns(database)
  const { rows } = await database.query<{ name: string }>(
    `select name from (${liveObjects(columns)}) o where bucket_id = $1 and metadata is not null
      order by md5(name || $2) limit $3`,
    [bucket, pick.seed, pick.count],
  )
  return rows.map((row) => row.name)
}

/** The first type of the bucket's allow-list (`image/*` admits `image/png`); any type where there is no list. */
export async function admittedType(database: Database, bucket: string): Promise<string> {
  const { rows } = await database.query<{ type: string | null }>(
    'select allowed_mime_types[1] as type from storage.buckets where id = $1',
    [bucket],
  )
  const type = rows[0]?.type ?? 'text/plain'
  return type.replace(/^image\/\*$/, 'image/png').replace(/\*$/, 'octet-stream')
}

/** Looked up once a connection pool: the look-up costs more than the query it is for. */
const columnsOf = new WeakMap<Database, Promise<ReadonlySet<OptionalColumn>>>()

function optionalColumns(database: Database): Promise<ReadonlySet<OptionalColumn>> {
  const known = columnsOf.get(database)
  if (known) return known
  const asked = lookUpColumns(database)
  columnsOf.set(database, asked)
  // A failed look-up must not be what every later one is told.
  asked.catch(() => columnsOf.delete(database))
  return asked
}

async function lookUpColumns(database: Database): Promise<ReadonlySet<OptionalColumn>> {
  const { rows } = await database.query<{ column_name: string }>(
    `select column_name from information_schema.columns where table_schema = 'storage' and table_name = 'objects'`,
  )
  const present = new Set(rows.map((row) => row.column_name))
  return new Set(OPTIONAL_COLUMNS.filter((column) => present.has(column)))
}

function liveObjects(columns: ReadonlySet<OptionalColumn>): string {
  const conditions = ['true']
  if (columns.has('is_delete_marker')) conditions.push('is_delete_marker is not true')
  if (columns.has('archived_at')) conditions.push('archived_at is null')
  return `select * from storage.objects where ${conditions.join(' and ')}`
}

function selectObject(columns: ReadonlySet<OptionalColumn>): string {
  const version = columns.has('version') ? 'o.version' : 'null::text'
  const userMetadata = columns.has('user_metadata') ? 'o.user_metadata' : 'null::jsonb'
  return `select o.bucket_id, o.name as key, true as present,
      md5(jsonb_build_array(${version}, o.metadata - 'lastModified', ${userMetadata})::text) as fingerprint,
      o.metadata ->> 'size' as size, o.metadata ->> 'eTag' as etag, o.metadata ->> 'mimetype' as content_type,
      o.metadata ->> 'cacheControl' as cache_control, ${userMetadata} as user_metadata
    from (${liveObjects(columns)}) o`
}

function inventorySql(columns: ReadonlySet<OptionalColumn>): string {
  return `select coalesce(o.key, c.name) as key, o.key is not null as present, o.fingerprint, o.size, o.etag,
      o.content_type, o.cache_control, o.user_metadata,
      c.fingerprint as copy_fingerprint, c.target_version, c.sha256, c.size::text as copy_size, c.kept_metadata, c.copied_at
    from (${selectObject(columns)} where o.bucket_id = $1) o
    full join (select * from supabase_to_aws.object_copies where bucket = $1) c on c.name = o.key collate "C"
    order by coalesce(o.key, c.name) collate "C"`
}

function entryOf(row: Row): InventoryEntry {
  return {
    key: row.key,
    object: row.present ? objectOf(row) : undefined,
    copy:
      row.copy_fingerprint === null
        ? undefined
        : {
            fingerprint: row.copy_fingerprint,
            targetVersion: row.target_version ?? '',
            sha256: row.sha256 ?? '',
            size: Number(row.copy_size ?? 0),
            keptMetadata: row.kept_metadata,
            copiedAt: (row.copied_at ?? new Date(0)).toISOString(),
          },
  }
}

function objectOf(row: Row): SourceObject {
  const etag = row.etag?.replaceAll('"', '') ?? ''
  return {
    key: row.key,
    fingerprint: row.fingerprint,
    size: row.size === null ? null : Number(row.size),
    md5: /^[0-9a-f]{32}$/.test(etag) ? etag : null,
    contentType: row.content_type ?? DEFAULT_TYPE,
    cacheControl: row.cache_control ?? DEFAULT_CACHE,
    userMetadata: emptyToNull(row.user_metadata),
  }
}

/** Storage writes `{}` where an upload gave no metadata; S3 knows no difference. */
function emptyToNull(metadata: Record<string, Json> | null): Record<string, Json> | null {
  return metadata !== null && Object.keys(metadata).length > 0 ? metadata : null
}

/** What the fence compares the relay's header with. */
export function relayTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
