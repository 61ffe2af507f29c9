import { MigrateError } from '../engine/errors'
import type {
  CopyLog,
  CopyRecord,
  InventoryEntry,
  ObjectSource,
  ObjectTarget,
  SourceObject,
  TargetEntry,
} from '../adapters/ports'
import { forEachConcurrently } from './concurrency'
import { mergeJoin, type Joined } from './merge-join'
import { isProbe } from './probes'
import { withRetries } from './retry'

export interface Transfer {
  source: ObjectSource
  target: ObjectTarget
  log: CopyLog
  sleep: (milliseconds: number) => Promise<void>
  /** Stops the transfer before its next object when aborted. */
  lost?: AbortSignal
  /** Called after each object. */
  onObject(moved: { items: number; bytes: number }): void
}

export interface CopyCounts {
  copied: number
  bytes: number
  /** There already, equal by record. */
  same: number
  /** Deleted at the source since the last run, so deleted in the target. */
  removed: number
  /** On AWS, but neither in the source nor copied by us. */
  foreign: number
}

export interface CopyResult {
  counts: CopyCounts
  /** Rows of storage.objects whose bytes Storage cannot give. Capped at MAX_NAMED. */
  missingBytes: string[]
  foreignKeys: string[]
}

/** Target version in the record of a row that has no bytes to copy. */
export const NO_VERSION = ''

export type Pair = Joined<InventoryEntry, TargetEntry>
type Decision = 'copy' | 'same' | 'remove' | 'forget' | 'foreign' | 'nothing'

/** Enough in flight to hide latency; bytes bounded so that memory is. */
const LIMITS = { items: 16, bytes: 128 * 1024 * 1024 }
/** Reads of one object before "it changed again while we read it" is given up for this run. */
const CHANGE_ATTEMPTS = 4
/** Objects that Supabase fails to give before the copy is given up: one of them must not hold up all behind it. */
const MAX_FAILED = 10
const MAX_NAMED = 100

/** Copies what the target lacks or has in an older form, and removes what the source has deleted since. */
export async function copyBucket(transfer: Transfer, bucket: string): Promise<CopyResult> {
  const counts: CopyCounts = { copied: 0, bytes: 0, same: 0, removed: 0, foreign: 0 }
  const result: CopyResult = { counts, missingBytes: [], foreignKeys: [] }
  const pairs = mergeJoin(transfer.source.inventory(bucket), transfer.target.list(bucket))
  const limits = { ...LIMITS, sizeOf: sizeToMove, signal: transfer.lost }
  const failures: MigrateError[] = []
  await forEachConcurrently(pairs, limits, async (pair) => {
    try {
      await move(transfer, { bucket, pair }, result)
    } catch (error) {
      if (!(error instanceof MigrateError) || error.code !== 'SOURCE_FAILED') throw error
      failures.push(error)
      if (failures.length > MAX_FAILED) throw error
    }
  })
  if (failures[0]) throw failures.length === 1 ? failures[0] : failed(bucket, failures)
  return result
}

function failed(bucket: string, failures: readonly MigrateError[]): MigrateError {
  return new MigrateError('SOURCE_FAILED', `${failures.length} objects of ${bucket} could not be copied`, {
    data: { bucket, failures: failures.map((failure) => failure.message) },
    suggestion: 'everything else was copied; mend these, then run the same command again',
    cause: new AggregateError(failures),
  })
}

function sizeToMove(pair: Pair): number {
  return decide(pair) === 'copy' ? (pair.left?.object?.size ?? 0) : 0
}

/** What is to be done for one key on the way to AWS. */
export function decide(pair: Pair): Decision {
  if (isProbe(pair.key)) return 'nothing'
  const live = pair.right?.deleted === false ? pair.right : undefined
  const { object, copy } = pair.left ?? { object: undefined, copy: undefined }
  if (object) return live && copy && isCopyOf(object, copy, live) ? 'same' : 'copy'
  if (copy) return live?.version === copy.targetVersion ? 'remove' : live ? 'foreign' : 'forget'
  return live ? 'foreign' : 'nothing'
}

/** True where the record says that this very source row is in this very target version. */
export function isCopyOf(object: SourceObject, copy: CopyRecord, target: TargetEntry): boolean {
  return copy.fingerprint === object.fingerprint && copy.targetVersion === target.version
}

async function move(
  transfer: Transfer,
  at: { bucket: string; pair: Pair },
  result: CopyResult,
): Promise<void> {
  const { bucket, pair } = at
  const { counts } = result
  switch (decide(pair)) {
    case 'copy': {
      const outcome = await copyObject(transfer, bucket, pair.key)
      if (outcome === 'missing-bytes') {
        pushNamed(result.missingBytes, pair.key)
        await noteMissing(transfer, bucket, pair.left)
      } else if (outcome !== 'gone') {
        counts.copied += 1
        counts.bytes += outcome.size
        transfer.onObject({ items: 1, bytes: outcome.size })
      }
      return
    }
    case 'remove':
      await transfer.target.remove(bucket, pair.key)
      await transfer.log.forget(bucket, pair.key)
      counts.removed += 1
      return
    case 'forget':
      await transfer.log.forget(bucket, pair.key)
      return
    case 'foreign':
      counts.foreign += 1
      pushNamed(result.foreignKeys, pair.key)
      return
    case 'same':
      counts.same += 1
      transfer.onObject({ items: 1, bytes: pair.left?.object?.size ?? 0 })
      return
    case 'nothing':
      return
  }
}

/** A record of a copy that is none: so a comparison can tell it from a row that is only too new. */
async function noteMissing(
  transfer: Transfer,
  bucket: string,
  entry: InventoryEntry | undefined,
): Promise<void> {
  if (!entry?.object || entry.copy) return
  const { key, fingerprint } = entry.object
  const nothing = { fingerprint, targetVersion: NO_VERSION, sha256: '', size: 0, keptMetadata: null }
  await transfer.log.record(bucket, key, nothing)
}

function pushNamed(list: string[], key: string): void {
  if (list.length < MAX_NAMED) list.push(key)
}

/**
 * Copies one object and records the copy. The row is read first, then the bytes; where the bytes are not the row's
 * (it was overwritten in between, or the transfer was damaged) both are read again.
 */
async function copyObject(
  transfer: Transfer,
  bucket: string,
  key: string,
): Promise<CopyRecord | 'gone' | 'missing-bytes'> {
  let isPut = false
  for (let attempt = 1; attempt <= CHANGE_ATTEMPTS; attempt += 1) {
    const object = await transfer.source.find(bucket, key)
    if (!object) {
      // Deleted while we copied it: without a record nobody would know this object for ours.
      if (isPut) await transfer.target.remove(bucket, key)
      return 'gone'
    }
    const put = await withRetries(transfer.sleep, () => stream(transfer, bucket, object))
    if (put === 'missing-bytes') {
      // Deleted between the row and the bytes, or a row that never had any: only the row can tell.
      if (await transfer.source.find(bucket, key)) return 'missing-bytes'
      continue
    }
    isPut = true
    if (!holds(object, put)) continue
    const keptMetadata = put.metadataOverflow ? object.userMetadata : null
    const { version: targetVersion, sha256, size } = put
    const copy = { fingerprint: object.fingerprint, targetVersion, sha256, size, keptMetadata }
    await transfer.log.record(bucket, key, copy)
    return copy
  }
  throw new MigrateError(
    'SOURCE_FAILED',
    `${bucket}/${key} did not hold still: its bytes and its row differed ${CHANGE_ATTEMPTS} times`,
    {
      data: { bucket, key },
      suggestion:
        'run the same command again; if it stays so, the row and the stored bytes disagree: upload the object again',
    },
  )
}

function holds(object: SourceObject, put: { md5: string; size: number }): boolean {
  return (object.size === null || object.size === put.size) && (object.md5 === null || object.md5 === put.md5)
}

async function stream(
  transfer: Transfer,
  bucket: string,
  object: SourceObject,
): Promise<'missing-bytes' | Awaited<ReturnType<ObjectTarget['put']>>> {
  let body
  try {
    body = await transfer.source.read(bucket, object.key)
  } catch (error) {
    if (error instanceof MigrateError && error.data.missing === true) return 'missing-bytes'
    throw error
  }
  const { contentType, cacheControl, userMetadata, key } = object
  const size = body.size ?? object.size ?? 0
  try {
    return await transfer.target.put({
      bucket,
      key,
      body: body.body,
      size,
      contentType,
      cacheControl,
      userMetadata,
    })
  } finally {
    // A put that failed early has not read it to its end: its connection would stay open.
    body.body.destroy()
  }
}
