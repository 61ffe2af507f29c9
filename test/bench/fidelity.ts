import { isDeepStrictEqual } from 'node:util'
import { s3Target } from '../../scripts/adapters/aws/objects'
import type { TargetHead } from '../../scripts/adapters/ports'
import { MigrateError } from '../../scripts/engine/errors'
import { ATTRIBUTES, type BenchWorld } from './world'

const SAMPLE = 20

/** What a copy must have for a later proof, each with how it is seen on the target. */
const KEPT: Record<string, (head: TargetHead) => boolean> = {
  type: (head) => head.contentType === ATTRIBUTES.contentType,
  cache: (head) => head.cacheControl === ATTRIBUTES.cacheControl,
  metadata: (head) => isDeepStrictEqual(head.userMetadata, ATTRIBUTES.userMetadata),
  'sha-256 held by S3': (head) => head.sha256 !== undefined,
}

/** @throws MigrateError DIFFERENCE where the target holds other than so many objects of that size */
export async function mustBeWhole(
  world: Pick<BenchWorld, 's3'>,
  targetBucket: string,
  expected: { name: string; objects: number; size: number },
): Promise<void> {
  let objects = 0
  for await (const entry of targetOf(world, targetBucket).list('it')) {
    if (!entry.deleted && entry.size === expected.size) objects += 1
  }
  if (objects === expected.objects) return
  throw new MigrateError('DIFFERENCE', `${expected.name} copied ${objects} of ${expected.objects} objects`, {
    suggestion: 'its time means nothing; run the bench again',
  })
}

/** Which attributes the copies have kept, by a sample of heads. */
export async function keptBy(world: Pick<BenchWorld, 's3'>, targetBucket: string): Promise<string> {
  const target = targetOf(world, targetBucket)
  const heads: TargetHead[] = []
  for await (const { key } of target.list('it')) {
    const head = await target.head('it', key)
    if (head) heads.push(head)
    if (heads.length === SAMPLE) break
  }
  const kept = Object.keys(KEPT).filter((name) => heads.every((head) => KEPT[name]?.(head)))
  return kept.join(', ') || 'nothing'
}

function targetOf(world: Pick<BenchWorld, 's3'>, bucket: string) {
  return s3Target({ s3: world.s3, buckets: { it: { bucket, prefix: '' } } })
}
