import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { withDatabase } from '../../scripts/adapters/postgres/connect'
import { installOwnSchema } from '../../scripts/adapters/postgres/own-schema'
import type { Cleanup } from '../../scripts/rehearsal/cleanup'
import { startEmulator, type Emulator } from '../../scripts/rehearsal/emulator/emulator'
import { startPostgres } from '../../scripts/rehearsal/postgres/server'
import { withClient } from '../../scripts/rehearsal/postgres/with-client'
import { preparePlatform, SUPABASE_SETTINGS } from '../../scripts/rehearsal/source/platform'
import { serviceKey as makeServiceKey } from '../../scripts/rehearsal/storage-api/jwt'
import { startStorageApi, type StorageApi } from '../../scripts/rehearsal/storage-api/storage-api'
import { forEachConcurrently } from '../../scripts/transfer/concurrency'
import { SupabaseStorageClient } from '../../services/shared/storage/supabase-client'
import { s3Client } from '../helpers/emulator'
import type { Corpus } from './options'

/** What every object of the corpora is stored with; who copies it should keep all of it. */
export const ATTRIBUTES = {
  contentType: 'image/png',
  cacheControl: 'max-age=86400',
  userMetadata: { origin: 'bench', note: 'as uploaded' },
} as const

const PER_FOLDER = 100
const UPLOADS_AT_ONCE = 12

/** One source and one target for every contender, without configuration, Terraform or journal. */
export interface BenchWorld {
  /** As role `postgres`, as the command connects. */
  databaseUrl: string
  superuserUrl: string
  storage: StorageApi
  serviceKey: string
  emulator: Emulator
  s3: S3Client
}

export async function startWorld(cleanup: Cleanup): Promise<BenchWorld> {
  const dir = await mkdtemp(join(tmpdir(), 'bench-'))
  cleanup.add('folder', () => rm(dir, { recursive: true, force: true }))
  const postgres = await startPostgres({ dir: join(dir, 'postgres'), settings: SUPABASE_SETTINGS })
  cleanup.add('PostgreSQL', () => postgres.stop())
  const superuserUrl = postgres.url({ user: 'supabase_admin', database: 'postgres' })
  await preparePlatform(superuserUrl)
  const databaseUrl = postgres.url({ user: 'postgres', database: 'postgres' })
  await withDatabase({ url: databaseUrl }, installOwnSchema)
  const jwtSecret = randomBytes(32).toString('hex')
  const serviceKey = makeServiceKey(jwtSecret)
  const storage = await startStorageApi({
    databaseUrl: superuserUrl,
    dir: join(dir, 'storage'),
    serviceKey,
    jwtSecret,
  })
  cleanup.add('Storage API', () => storage.stop())
  const emulator = await startEmulator({ dir: join(dir, 'aws'), env: process.env })
  cleanup.add('AWS emulator', () => emulator.stop())
  const s3 = s3Client(emulator)
  cleanup.add('S3 client', async () => s3.destroy())
  return { databaseUrl, superuserUrl, storage, serviceKey, emulator, s3 }
}

export function keysOf(corpus: Corpus): string[] {
  const name = (index: number): string => String(index).padStart(7, '0')
  return Array.from(
    { length: corpus.objects },
    (_, index) => `projects/${name(Math.floor(index / PER_FOLDER))}/frame-${name(index)}.png`,
  )
}

/** Uploads the objects through the Storage API, each with bytes of its own. */
export async function fill(world: BenchWorld, corpus: Corpus): Promise<void> {
  const { bucket, size } = corpus
  await withClient(world.superuserUrl, (client) =>
    client.query('insert into storage.buckets (id, name, public) values ($1, $1, true)', [bucket]),
  )
  const client = new SupabaseStorageClient({ url: world.storage.url, serviceKey: world.serviceKey })
  const bytes = randomBytes(size)
  const limits = { items: UPLOADS_AT_ONCE, bytes: Number.MAX_SAFE_INTEGER, sizeOf: () => 0 }
  await forEachConcurrently(Readable.from(keysOf(corpus)), limits, async (key: string) => {
    const body = Buffer.from(bytes)
    createHash('sha256').update(key).digest().copy(body)
    await client.put(bucket, key, { body, size, ...ATTRIBUTES, upsert: false })
  })
}

/** An empty, versioned bucket, as Terraform makes them. */
export async function createTarget(world: BenchWorld, name: string): Promise<void> {
  await world.s3.send(new CreateBucketCommand({ Bucket: name }))
  const VersioningConfiguration = { Status: 'Enabled' } as const
  await world.s3.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration }))
}

/** Removes every version, so that the disk holds one contender's copy at a time, and forgets our records. */
export async function emptyTarget(world: BenchWorld, name: string, source: string): Promise<void> {
  for (;;) {
    const { Versions: versions = [] } = await world.s3.send(new ListObjectVersionsCommand({ Bucket: name }))
    if (versions.length === 0) break
    const Objects = versions.map(({ Key, VersionId }) => ({ Key, VersionId }))
    await world.s3.send(new DeleteObjectsCommand({ Bucket: name, Delete: { Objects, Quiet: true } }))
  }
  await withClient(world.databaseUrl, (client) =>
    client.query('delete from supabase_to_aws.object_copies where bucket = $1', [source]),
  )
}
