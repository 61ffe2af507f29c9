import type { PoolClient } from 'pg'
import { keyAlreadyExists, noSuchBucket, noSuchKey, toStorageError } from './storage-error'

/** `storage.objects.metadata`: what the backend said of the bytes. */
export interface ObjectMetadata {
  eTag: string
  size: number
  mimetype: string
  cacheControl: string
  lastModified: string
  contentLength: number
  httpStatusCode: number
}

export interface BucketRow {
  id: string
  public: boolean
  file_size_limit: string | null
  allowed_mime_types: string[] | null
}

export interface ObjectRow {
  id: string
  bucket_id: string
  name: string
  version: string | null
  metadata: Partial<ObjectMetadata> | null
  user_metadata: Record<string, unknown> | null
  created_at: Date
  updated_at: Date
}

export interface NewObject {
  bucket: string
  key: string
  version: string
  owner: string | undefined
  metadata: Partial<ObjectMetadata>
  userMetadata: Record<string, unknown> | undefined
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-5][0-9a-f]{3}-[089ab][0-9a-f]{3}-[0-9a-f]{12}$/i

const INSERT = `insert into storage.objects (name, owner, owner_id, bucket_id, metadata, user_metadata, version)
  values ($1, $2, $3, $4, $5, $6, $7)`

/** @throws StorageError NoSuchBucket */
export async function findBucket(client: PoolClient, id: string): Promise<BucketRow> {
  const { rows } = await client.query<BucketRow>(
    'select id, public, file_size_limit, allowed_mime_types from storage.buckets where id = $1',
    [id],
  )
  if (rows[0] === undefined) throw noSuchBucket()
  return rows[0]
}

/** @throws StorageError NoSuchKey, also when a policy hides the row */
export async function findObject(client: PoolClient, bucket: string, key: string): Promise<ObjectRow> {
  const { rows } = await client.query<ObjectRow>(
    `select id, bucket_id, name, version, metadata, user_metadata, created_at, updated_at
       from storage.objects where name = $1 and bucket_id = $2`,
    [key, bucket],
  )
  if (rows[0] === undefined) throw noSuchKey()
  return rows[0]
}

/** @throws StorageError KeyAlreadyExists */
export async function insertObject(client: PoolClient, object: NewObject): Promise<void> {
  try {
    await client.query(INSERT, values(object))
  } catch (error) {
    const storageError = toStorageError(error)
    throw storageError.status === 409 ? keyAlreadyExists() : storageError
  }
}

/** Writes the row of an object, new or not; gives back its id. */
export async function upsertObject(client: PoolClient, object: NewObject): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `${INSERT} on conflict (name, bucket_id) do update set metadata = excluded.metadata,
       user_metadata = excluded.user_metadata, version = excluded.version,
       owner = coalesce(excluded.owner, objects.owner), owner_id = coalesce(excluded.owner_id, objects.owner_id)
     returning id`,
    values(object),
  )
  // A BEFORE trigger that returns null swallows the row without an error.
  if (rows[0] === undefined) throw new Error('the row was not written')
  return rows[0].id
}

/** Locks the row of an object, if there is one, and gives back its version. */
export async function lockVersion(
  client: PoolClient,
  bucket: string,
  key: string,
): Promise<string | undefined> {
  const { rows } = await client.query<{ version: string | null }>(
    'select version from storage.objects where name = $1 and bucket_id = $2 for update',
    [key, bucket],
  )
  return rows[0]?.version ?? undefined
}

/** One upload at a time per object, as the Storage API does it. */
export async function lockObject(client: PoolClient, bucket: string, key: string): Promise<void> {
  await client.query('select pg_advisory_xact_lock(hashtext($1))', [`${bucket}/${key}`])
}

/** Locks the row for its deletion. */
export async function lockRow(client: PoolClient, bucket: string, key: string): Promise<void> {
  const { rowCount } = await client.query(
    'select 1 from storage.objects where name = $1 and bucket_id = $2 for update',
    [key, bucket],
  )
  if (rowCount === 0) throw noSuchKey()
}

/** Deletes what the caller may delete; gives back the rows. */
export async function deleteObjects(
  client: PoolClient,
  bucket: string,
  keys: string[],
): Promise<ObjectRow[]> {
  const { rows } = await client.query<ObjectRow>(
    'delete from storage.objects where bucket_id = $1 and name = any($2) returning *',
    [bucket, keys],
  )
  return rows
}

function values(object: NewObject): unknown[] {
  const { key, owner, bucket, metadata, userMetadata, version } = object
  const ownerId = owner !== undefined && UUID.test(owner) ? owner : null
  return [key, ownerId, owner ?? null, bucket, metadata, userMetadata ?? null, version]
}
