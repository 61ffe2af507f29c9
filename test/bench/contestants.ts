import type { Cleanup } from '../../scripts/rehearsal/cleanup'
import type { Job, Part, Result } from './job'
import type { Corpus } from './options'
import { rcloneVersion, runRclone, startListing, TUNED } from './rclone'
import { runChild } from './run-child'
import { keysOf, type BenchWorld } from './world'

export interface Contestant {
  name: string
  /** Copies the corpus into the bucket. */
  run: (targetBucket: string) => Promise<Result>
  /** Also run again over what it has copied. */
  again: boolean
  /** Objects it copies: not all where it is too slow to wait for. */
  objects: number
}

/** Serial, so its rate does not depend on how many it copies. */
const NAIVE_OBJECTS = 200

/** Everybody who copies, in the order of a round. */
export async function contestants(
  world: BenchWorld,
  corpus: Corpus,
  options: { explain: boolean; cleanup: Cleanup },
): Promise<Contestant[]> {
  const { objects } = corpus
  const few = Math.min(NAIVE_OBJECTS, objects)
  const child = (contender: Job['contender'], job: Partial<Job> = {}) => {
    const fixed = jobOf(world, corpus)
    return (targetBucket: string) => runChild({ ...fixed, contender, targetBucket, ...job })
  }
  const without = (...parts: Part[]): Contestant => ({
    name: `ours without ${parts.join(', ')}`,
    run: child('ours', { without: parts }),
    again: false,
    objects,
  })
  return [
    { name: 'pipe', run: child('pipe', { keys: keysOf(corpus) }), again: false, objects },
    { name: 'ours', run: child('ours'), again: true, objects },
    ...(options.explain
      ? [
          without('columns'),
          without('columns', 'find'),
          without('columns', 'find', 'record'),
          without('columns', 'find', 'record', 'hash'),
        ]
      : []),
    ...(await rclones(world, corpus, options.cleanup)),
    { name: 'naive script', run: child('naive', { limit: few }), again: false, objects: few },
  ]
}

async function rclones(world: BenchWorld, corpus: Corpus, cleanup: Cleanup): Promise<Contestant[]> {
  if ((await rcloneVersion()) === undefined) return []
  const listing = await startListing(world, corpus, cleanup)
  const rclone = (name: string, flags: readonly string[]): Contestant => ({
    name,
    run: (targetBucket) => runRclone(world, { listing, targetBucket, corpus, flags }),
    again: true,
    objects: corpus.objects,
  })
  return [rclone('rclone', []), rclone('rclone tuned', TUNED)]
}

export function jobOf(world: BenchWorld, corpus: { bucket: string; objects: number }): Job {
  return {
    contender: 'ours',
    databaseUrl: world.databaseUrl,
    supabaseUrl: world.storage.url,
    serviceKey: world.serviceKey,
    s3Endpoint: world.emulator.endpoint,
    sourceBucket: corpus.bucket,
    targetBucket: '',
    keys: [],
    limit: corpus.objects,
    without: [],
  }
}
