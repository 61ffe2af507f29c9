import { isDeepStrictEqual } from 'node:util'
import type { ObjectTarget } from '../adapters/ports'
import type { ReportInput } from '../report/schema'
import { forEachConcurrently } from '../transfer/concurrency'
import { hashesOf } from './hash-stream'
import type { CorpusObject } from './corpus/corpus-object'

export type BucketTally = ReportInput['counts']['buckets'][number]
type Difference = NonNullable<ReportInput['stages'][number]['differences']>[number]

const READS_AT_ONCE = { items: 8, bytes: 128 * 1024 * 1024 }

export interface CorpusProof {
  buckets: Map<string, BucketTally>
  differences: Difference[]
}

/**
 * Reads every object of the start from AWS and compares it with what it was made of: bytes by SHA-256, content type,
 * cache control, user metadata. Independent of the engine's own records: the corpus makes its bytes again.
 */
export async function proveCorpus(
  target: ObjectTarget,
  objects: Iterable<CorpusObject>,
  buckets: Map<string, BucketTally>,
): Promise<CorpusProof> {
  const differences: Difference[] = []
  const limits = { ...READS_AT_ONCE, sizeOf: (object: CorpusObject) => object.size }
  await forEachConcurrently(asAsync(objects), limits, async (object) => {
    const found = await differencesOf(target, object)
    const tally = buckets.get(object.bucket)
    if (tally) {
      tally.objects += 1
      tally.bytes += object.size
      if (found.some(({ kind }) => kind === 'missing')) tally.lost += 1
      else if (found.length > 0) tally.differences += 1
    }
    differences.push(...found)
  })
  return { buckets, differences }
}

async function differencesOf(target: ObjectTarget, object: CorpusObject): Promise<Difference[]> {
  const { bucket, key } = object
  const head = await target.head(bucket, key)
  if (!head) return [{ kind: 'missing', bucket, key, detail: 'not on AWS' }]
  const { body } = await target.read(bucket, key)
  const stored = await hashesOf(body)
  const userMetadata = Object.keys(object.userMetadata).length > 0 ? object.userMetadata : null
  const pairs: [string, unknown, unknown][] = [
    ['bytes', stored.sha256, (await hashesOf(object.body())).sha256],
    ['content-type', head.contentType, object.contentType],
    ['cache-control', head.cacheControl, object.cacheControl],
    ['metadata', head.userMetadata, userMetadata],
  ]
  return pairs
    .filter(([, given, expected]) => !isDeepStrictEqual(given, expected))
    .map(([kind, given, expected]) => ({
      kind,
      bucket,
      key,
      detail: `${JSON.stringify(given)} on AWS, expected ${JSON.stringify(expected)}`,
    }))
}

async function* asAsync<T>(items: Iterable<T>): AsyncIterable<T> {
  yield* items
}
