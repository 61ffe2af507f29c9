import { isDeepStrictEqual } from 'node:util'
import type {
  CopyRecord,
  ObjectSource,
  ObjectTarget,
  RecordedCopy,
  SourceObject,
  TargetEntry,
  TargetHead,
} from '../adapters/ports'
import { cacheControlOf } from '../transfer/cache-control'
import { forEachConcurrently } from '../transfer/concurrency'
import { mergeJoin } from '../transfer/merge-join'
import { NO_VERSION, type Pair } from '../transfer/objects'
import { isProbe } from '../transfer/probes'

export type DifferenceKind =
  | 'missing-on-aws'
  | 'only-on-aws'
  | 'not-copied'
  | 'missing-bytes'
  | 'changed-since-copy'
  | 'overwritten-on-aws'
  | 'size'
  | 'hash'
  | 'content-type'
  | 'cache-control'
  | 'metadata'

export interface Difference {
  kind: DifferenceKind
  bucket: string
  key: string
  detail: string
}

/** What the comparison found. `compared` = keys on either side that are not deleted. */
export interface InventoryEvidence {
  compared: number
  equal: number
  /** Of these, equal by row and version alone: that version's attributes were compared by an earlier verify. */
  equalByRecord: number
  bytes: number
  /** Rows newer than their copy. A difference when nothing may move any more, expected while the application writes. */
  behind: number
  differing: Partial<Record<DifferenceKind, number>>
  /** The first differences by name, at most MAX_NAMED. */
  first: Difference[]
}

export interface CompareOptions {
  source: ObjectSource
  target: ObjectTarget
  buckets: readonly string[]
  /** True while the application may write: what is newer than its copy counts as behind, not as different. */
  live: boolean
  /**
   * When the last verify that passed began, ISO 8601, by the clock of the copy records. What was copied before and still has its row and its S3 version need not be
   * looked at again: a version of an object never changes. Keeps the pause of a cutover short.
   */
  verifiedAt?: string
  /** Stops the comparison before its next object when aborted. */
  lost?: AbortSignal
  onObject(): void
}

const MAX_NAMED = 50
const HEADS_AT_ONCE = 24

/**
 * Compares every object of the buckets on both sides: presence, size, hash where S3 holds one of the whole object
 * (and the exact version that S3 checked when it was written, for all), content type, cache control, user metadata.
 * Symmetric: it holds after a copy and after a way home alike.
 */
export async function compareObjects(options: CompareOptions): Promise<InventoryEvidence> {
  const evidence: InventoryEvidence = {
    compared: 0,
    equal: 0,
    equalByRecord: 0,
    bytes: 0,
    behind: 0,
    differing: {},
    first: [],
  }
  for (const bucket of options.buckets) {
    const pairs = mergeJoin(options.source.inventory(bucket), options.target.list(bucket))
    const limits = { items: HEADS_AT_ONCE, bytes: HEADS_AT_ONCE, sizeOf: () => 1, signal: options.lost }
    await forEachConcurrently(pairs, limits, async (pair) => {
      await compareOne(options, evidence, { bucket, pair })
      options.onObject()
    })
  }
  return evidence
}

/** Number of differences of every kind. */
export function differenceCount(evidence: InventoryEvidence): number {
  return Object.values(evidence.differing).reduce((sum, count) => sum + count, 0)
}

async function compareOne(
  options: CompareOptions,
  evidence: InventoryEvidence,
  at: { bucket: string; pair: Pair },
): Promise<void> {
  const { bucket, pair } = at
  const object = pair.left?.object
  const live = pair.right?.deleted === false ? pair.right : undefined
  if ((!object && !live) || isProbe(pair.key)) return
  evidence.compared += 1
  const found = object
    ? await differencesOf(options, bucket, { object, copy: pair.left?.copy, live })
    : [onlyOnAws(pair)]
  if (found.length === 0) {
    evidence.equal += 1
    if (pair.left?.copy && isVerified(options, pair.left.copy)) evidence.equalByRecord += 1
    evidence.bytes += object?.size ?? 0
  } else if (options.live && found.every((difference) => isBehind(difference.kind))) {
    evidence.behind += 1
  } else {
    for (const difference of found) add(evidence, { ...difference, bucket, key: pair.key })
  }
}

type Found = Pick<Difference, 'kind' | 'detail'>

/** Kinds that the application's own writing explains while it goes on. */
function isBehind(kind: DifferenceKind): boolean {
  return kind === 'not-copied' || kind === 'changed-since-copy'
}

/** An object whose row is gone but whose copy we made: deleted at the source since, to be removed by the next copy. */
function onlyOnAws(pair: Pair): Found {
  const ours = pair.left?.copy !== undefined && pair.left.copy.targetVersion === pair.right?.version
  return ours
    ? { kind: 'changed-since-copy', detail: 'deleted at the source since it was copied' }
    : { kind: 'only-on-aws', detail: `version ${pair.right?.version ?? ''} was not copied by us` }
}

async function differencesOf(
  options: CompareOptions,
  bucket: string,
  pair: { object: SourceObject; copy: RecordedCopy | undefined; live: TargetEntry | undefined },
): Promise<Found[]> {
  const { object, copy, live } = pair
  if (!copy) return [{ kind: 'not-copied', detail: 'there is no record of a copy' }]
  if (copy.fingerprint !== object.fingerprint)
    return [{ kind: 'changed-since-copy', detail: 'the row changed since it was copied' }]
  if (copy.targetVersion === NO_VERSION)
    return [{ kind: 'missing-bytes', detail: 'the row has no bytes: delete it or upload the object again' }]
  if (!live) return [{ kind: 'missing-on-aws', detail: `version ${copy.targetVersion} is gone` }]
  if (live.version !== copy.targetVersion) {
    return [{ kind: 'overwritten-on-aws', detail: `version ${live.version}, expected ${copy.targetVersion}` }]
  }
  if (isVerified(options, copy)) return []
  const head = await options.target.head(bucket, object.key)
  if (!head) return [{ kind: 'missing-on-aws', detail: 'listed, but S3 does not have it' }]
  return compareAttributes(object, copy, head)
}

function isVerified(options: CompareOptions, copy: RecordedCopy): boolean {
  return options.verifiedAt !== undefined && copy.copiedAt < options.verifiedAt
}

function compareAttributes(object: SourceObject, copy: CopyRecord, head: TargetHead): Found[] {
  const found: Found[] = []
  const expect = (kind: DifferenceKind, given: unknown, expected: unknown): void => {
    if (!isDeepStrictEqual(given, expected)) {
      found.push({ kind, detail: `${JSON.stringify(given)} on AWS, expected ${JSON.stringify(expected)}` })
    }
  }
  expect('size', head.size, object.size ?? copy.size)
  if (head.sha256 !== undefined) expect('hash', head.sha256, copy.sha256)
  expect('content-type', head.contentType, object.contentType)
  expect('cache-control', cacheControlOf(head.cacheControl), cacheControlOf(object.cacheControl))
  expect('metadata', head.userMetadata ?? copy.keptMetadata, object.userMetadata)
  return found
}

function add(evidence: InventoryEvidence, difference: Difference): void {
  evidence.differing[difference.kind] = (evidence.differing[difference.kind] ?? 0) + 1
  if (evidence.first.length < MAX_NAMED) evidence.first.push(difference)
}
