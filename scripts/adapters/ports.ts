/**
 * What phases, transfer and checks may ask of the outside world. Direction is in the types: a source has no
 * write methods but those that the fence and the way home need.
 */
import type { Readable } from 'node:stream'
import type { SecretPlace } from '../../cdktf/config/secrets'
import type { SwitchValue } from '../../services/shared/switch/switch'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** A PostgreSQL session or transaction. */
export interface Sql {
  // The caller says what a row is; the compiler cannot ask the database.
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ rows: Row[]; rowCount: number | null }>
}

/** A PostgreSQL database. `stream` reads through a cursor, so memory stays constant. */
export interface Database extends Sql {
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  stream<Row extends object>(text: string, values?: readonly unknown[]): AsyncIterable<Row>
}

/** What we know of an object that was copied, as recorded right after the copy. */
export interface CopyRecord {
  /** Fingerprint of the source row when its bytes were read. */
  fingerprint: string
  /** S3 version id that the copy made. */
  targetVersion: string
  /** Hex SHA-256 of the bytes, taken while they streamed. */
  sha256: string
  /** Bytes. */
  size: number
  /** User metadata that S3 cannot hold (over 2 KB); null where S3 has it all. */
  keptMetadata: Record<string, Json> | null
}

/** A copy record as it is read back. */
export interface RecordedCopy extends CopyRecord {
  /** ISO 8601. */
  copiedAt: string
}

/** One row of storage.objects. */
export interface SourceObject {
  key: string
  /** Changes whenever bytes, type, cache control or metadata change. */
  fingerprint: string
  /** Bytes; null where the row was made by SQL and says nothing. */
  size: number | null
  /** Hex MD5 where the source's ETag is one (no dash); null otherwise. */
  md5: string | null
  contentType: string
  cacheControl: string
  userMetadata: Record<string, Json> | null
}

/** One key of a bucket as the source database sees it: the row, the record of its copy, or both. */
export interface InventoryEntry {
  key: string
  object: SourceObject | undefined
  copy: RecordedCopy | undefined
}

export interface SourceBucket {
  id: string
  public: boolean
  /** Number of rows in storage.objects. */
  objects: number
  /** Sum of the sizes the rows state, in bytes. */
  bytes: number
}

export interface ObjectBody {
  body: Readable
  /** Content-Length as the server stated it, if it did. */
  size: number | undefined
}

/** What is written home to Supabase by a revert, and only then. */
export interface HomePut {
  bucket: string
  key: string
  body: Readable | Buffer
  size: number
  contentType: string
  cacheControl: string
  userMetadata: Record<string, Json> | null
}

export interface ObjectSource {
  buckets(): Promise<SourceBucket[]>
  /** Every key of the bucket that has a row or a copy record, in byte order of the key. */
  inventory(bucket: string): AsyncIterable<InventoryEntry>
  find(bucket: string, key: string): Promise<SourceObject | undefined>
  /** Fails with SOURCE_FAILED; `data.missing` is true where the row has no bytes. */
  read(bucket: string, key: string): Promise<ObjectBody>
  /** Up to `count` keys with bytes, spread over the bucket by hash, other ones for another `seed`. */
  sample(bucket: string, count: number, seed: string): Promise<string[]>
  publicUrl(bucket: string, key: string): string
  /** A content type that the bucket's own limits admit. */
  admittedType(bucket: string): Promise<string>
  /** Tries to write as the application would, without the relay's token; an accepted probe is removed again. */
  tryWrite(bucket: string): Promise<'accepted' | 'fenced'>
  /** Through the fence, by the relay's own token. */
  putHome(put: HomePut): Promise<void>
  removeHome(bucket: string, key: string): Promise<void>
}

/** Where copy records are kept: schema supabase_to_aws on the source database. */
export interface CopyLog {
  record(bucket: string, key: string, copy: CopyRecord): Promise<void>
  forget(bucket: string, key: string): Promise<void>
}

/** When everything was last compared and found equal, by the clock of the database that also dates the copy records. */
export interface VerificationLog {
  /** The database's time now, ISO 8601. */
  now(): Promise<string>
  passed(startedAt: string): Promise<void>
  /** When the last one that passed began; undefined where none did. */
  lastPassed(): Promise<string | undefined>
}

/** Deletions made on AWS, as the services note them before they delete (services/shared/storage/tombstones.ts). */
export interface DeletionLog {
  /** Keys whose copy on Supabase is not known to be gone. */
  pending(bucket: string): AsyncIterable<{ key: string }>
  /** The copy on Supabase is gone. */
  carried(bucket: string, key: string): Promise<void>
  /** Forgets those of the buckets: they were made in a former life on AWS. */
  clear(buckets: readonly string[]): Promise<void>
}

/** The limits a source bucket sets for uploads: types and size. Objects born on AWS knew none. */
export interface BucketLimits {
  /** Saves the limits and takes them away, in one transaction; what is saved already stays saved. */
  lift(buckets: readonly string[]): Promise<number>
  /** Puts back what was saved; nothing to do where nothing is. */
  restore(buckets: readonly string[]): Promise<number>
}

/** The newest version of a key in the target bucket. */
export interface TargetEntry {
  key: string
  version: string
  /** True where the newest version is a delete marker: somebody deleted the object on AWS. */
  deleted: boolean
  size: number
}

export interface TargetHead {
  version: string
  size: number
  /** Hex SHA-256 that S3 itself holds; undefined where it holds none of the whole object. */
  sha256: string | undefined
  contentType: string
  cacheControl: string
  userMetadata: Record<string, Json> | null
}

/** Hex digests of the same bytes, taken in one pass. */
export interface Hashes {
  sha256: string
  md5: string
}

export interface TargetPut {
  bucket: string
  key: string
  body: Buffer | Readable
  size: number
  contentType: string
  cacheControl: string
  userMetadata: Record<string, Json> | null
}

export interface ObjectTarget {
  list(bucket: string): AsyncIterable<TargetEntry>
  head(bucket: string, key: string): Promise<TargetHead | undefined>
  read(bucket: string, key: string): Promise<ObjectBody>
  /** As `read`; `hashes` answers once the body has been read to its end. */
  readHashed(bucket: string, key: string): Promise<{ body: Readable; hashes: () => Hashes }>
  /** Hashes the bytes once while they pass; S3 verifies the same hash. */
  put(put: TargetPut): Promise<Hashes & { version: string; size: number; metadataOverflow: boolean }>
  remove(bucket: string, key: string): Promise<void>
  /** Writes, reads and removes a probe object as the application would. */
  tryWrite(bucket: string): Promise<'accepted' | 'fenced'>
}

export interface HttpAnswer {
  status: number
  /** Lower-case names. */
  headers: Record<string, string>
  /** Bytes of the body. */
  size: number
  /** Hex SHA-256 of the body. */
  sha256: string
}

/** Looks at a URL from outside, as a browser would. */
export interface HttpProbe {
  get(url: string): Promise<HttpAnswer>
}

/** Makes writes to one side impossible. Closing and opening are idempotent. */
export interface Fence {
  close(): Promise<void>
  open(): Promise<void>
  isClosed(): Promise<boolean>
}

/** The switch of one app and phase in both places: the row (followed at once) and the SSM parameter. */
export interface SwitchStore {
  readRow(): Promise<SwitchValue | undefined>
  readParameter(): Promise<SwitchValue | undefined>
  writeRow(value: SwitchValue): Promise<void>
  writeParameter(value: SwitchValue): Promise<void>
}

export interface StoredSecret {
  /** There is a place for it, with or without a value. */
  exists: boolean
  value: string | undefined
}

/** Values of secrets. Whoever reads one compares or judges it; none is shown, logged or recorded. */
export interface SecretStore {
  read(place: SecretPlace): Promise<StoredSecret>
  /** Makes a parameter; a secret of Secrets Manager has to be there. */
  write(place: SecretPlace, value: string): Promise<void>
}

/** One item of the journal table. */
export interface JournalItem {
  pk: string
  sk: string
  [attribute: string]: Json
}

export interface LeaseClaim {
  runId: string
  holder: string
  command: string
  /** Milliseconds since 1970. */
  expiresAt: number
}

/** The journal table. Writes carry the lease's run id and fail with LEASE_LOST where it is not ours any more. */
export interface JournalStore {
  get(pk: string, sk: string): Promise<JournalItem | undefined>
  query(pk: string): Promise<JournalItem[]>
  put(item: JournalItem, runId: string): Promise<void>
  readLease(): Promise<LeaseClaim | undefined>
  /** True where the lease is ours now: it was free, expired at `now`, ours already, or held by `takeOver`. */
  claimLease(claim: LeaseClaim, options: { now: number; takeOver?: string }): Promise<boolean>
  /** False where the lease is not ours any more; never takes one that is free. */
  renewLease(claim: LeaseClaim): Promise<boolean>
  releaseLease(runId: string): Promise<void>
}
