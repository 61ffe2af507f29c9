import { randomUUID } from 'node:crypto'
import { S3Client } from '@aws-sdk/client-s3'
import { encodeKey } from '../../services/shared/storage/keys'
import type { StorageSettings } from '../../services/shared/storage/settings'
import { s3Target } from '../adapters/aws/objects'
import { httpProbe } from '../adapters/http-probe'
import type { ObjectTarget } from '../adapters/ports'
import { MigrateError } from '../engine/errors'
import { parseSettings } from '../settings'
import type { LedgerCheck } from './application/ledger-check'
import { proveCorpus, type BucketTally } from './proof-corpus'
import type { StageNotes } from './recorder'
import { awsClient, type World } from './world'

/** What the end of the crossing proves, counted without the engine's own records. */
export interface Proof {
  lost: number
  doubled: number
  resurrected: number
  differences: number
  /** Rows of the application whose URL was followed. */
  rows: number
  buckets: BucketTally[]
  /** True where all four numbers are 0. */
  clean: boolean
}

/** Reads AWS as it stands: every object of the start byte for byte, and every write the application was told had succeeded. */
export async function proveAll(
  world: World,
  of: { settings: StorageSettings; check: () => Promise<LedgerCheck> },
  notes: StageNotes,
): Promise<Proof> {
  const corpus = await withTarget(world, of.settings, (target) =>
    proveCorpus(target, world.source.objects, tallies(of.settings)),
  )
  const ledger = await of.check()
  for (const difference of [...corpus.differences, ...ledger.differences]) notes.difference(difference)
  const proof = {
    lost: corpus.differences.filter(({ kind }) => kind === 'missing').length + ledger.lost,
    doubled: ledger.doubled,
    resurrected: ledger.resurrected,
    differences: corpus.differences.length + ledger.wrong,
  }
  notes.count('objects compared byte for byte', world.source.objects.length)
  notes.count('acknowledged keys checked', ledger.checked)
  for (const name of ['lost', 'doubled', 'resurrected', 'differences'] as const)
    notes.count(name, proof[name])
  const clean = Object.values(proof).every((count) => count === 0)
  return { ...proof, rows: ledger.rows, buckets: [...corpus.buckets.values()], clean }
}

/** The S3 side, read by the rehearsal itself. */
export async function withTarget<T>(
  world: World,
  settings: StorageSettings,
  work: (target: ObjectTarget) => Promise<T>,
): Promise<T> {
  const s3 = new S3Client(awsClient(world))
  try {
    return await work(s3Target({ s3, buckets: settings.buckets }))
  } finally {
    s3.destroy()
  }
}

function tallies(settings: StorageSettings): Map<string, BucketTally> {
  return new Map(
    Object.entries(settings.buckets).map(([id, { access, bucket }]) => [
      id,
      { id, access, target: bucket, objects: 0, bytes: 0, lost: 0, differences: 0 },
    ]),
  )
}

/** After `complete` and its apply, an object that only Supabase has must not be served any more. */
export async function proveFallbackGone(
  world: World,
  settings: StorageSettings,
  notes: StageNotes,
): Promise<void> {
  const before = world.cdn.hits().fallback
  const probe = httpProbe(parseSettings(world.env).connectTo)
  for (const bucket of Object.values(settings.buckets)) {
    if (bucket.access !== 'public') continue
    const { status } = await probe.get(
      `https://${bucket.cdnDomain}/${encodeKey(`missing/${randomUUID()}.png`)}`,
    )
    if (status < 400) throw stillThere(`a missing object of ${bucket.bucket} was answered with ${status}`)
  }
  if (world.cdn.hits().fallback > before) throw stillThere('a distribution still asked Supabase')
  notes.say('no distribution asks Supabase any more')
}

function stillThere(message: string): MigrateError {
  return new MigrateError('DIFFERENCE', message, {
    suggestion: 'look at the origins of the distribution after the last apply',
  })
}
