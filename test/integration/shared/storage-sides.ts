import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { Pool } from 'pg'
import { signJwt } from '../../../scripts/rehearsal/storage-api/jwt'
import { startStorageApi, type StorageApi } from '../../../scripts/rehearsal/storage-api/storage-api'
import { createStorage, type CreateStorageOptions } from '../../../services/shared/storage/create-storage'
import { S3ObjectClient } from '../../../services/shared/storage/s3-client'
import { STORAGE_DDL } from '../../../services/shared/storage/schema'
import { parseStorageSettings } from '../../../services/shared/storage/settings'
import type { Storage } from '../../../services/shared/storage/storage'
import { SupabaseStorageClient } from '../../../services/shared/storage/supabase-client'
import { postgresTombstones } from '../../../services/shared/storage/tombstones'
import type { SwitchView } from '../../../services/shared/switch/follow'
import { INITIAL_SWITCH, type SwitchValue } from '../../../services/shared/switch/switch'
import { createDatabase, type CreatedDatabase } from '../../helpers/postgres'
import { startEmulator, type Emulator } from '../../../scripts/rehearsal/emulator/emulator'

const RELAY_TOKEN = 'relay-token-of-the-test'

/** A switch that the test moves by hand. */
export class HandSwitch implements SwitchView {
  private value: SwitchValue = INITIAL_SWITCH
  private readonly listeners = new Set<(value: SwitchValue) => void>()

  current(): SwitchValue {
    return this.value
  }

  async refresh(): Promise<SwitchValue> {
    return this.value
  }

  onChange(listener: (value: SwitchValue) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  move(writes: SwitchValue['writes'], reads: SwitchValue['reads']): void {
    this.value = { v: 1, epoch: this.value.epoch + 1, writes, reads }
    for (const listener of [...this.listeners]) listener(this.value)
  }
}

/** Supabase's Storage API and S3, both real over HTTP, and the library between them. */
export interface Sides {
  database: CreatedDatabase
  pool: Pool
  api: StorageApi
  emulator: Emulator
  s3: S3Client
  relayToken: string
  source: SupabaseStorageClient
  view: HandSwitch
  storage(change?: (options: CreateStorageOptions) => CreateStorageOptions): Storage
  stop(): Promise<void>
}

export async function startSides(): Promise<Sides> {
  const dir = await mkdtemp(join(tmpdir(), 'storage-sides-'))
  const database = await createDatabase()
  const jwtSecret = randomBytes(16).toString('hex')
  const serviceKey = signJwt({ role: 'service_role' }, jwtSecret)
  const api = await startStorageApi({
    databaseUrl: database.superuserUrl,
    dir: join(dir, 'source'),
    serviceKey,
    jwtSecret,
  })
  const emulator = await startEmulator({ dir: join(dir, 'aws'), env: process.env })
  const s3 = new S3Client({
    endpoint: emulator.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  for (const bucket of ['s3-images', 's3-shared']) await s3.send(new CreateBucketCommand({ Bucket: bucket }))
  const pool = new Pool({ connectionString: database.url })
  await pool.query(STORAGE_DDL)
  // The application's buckets take images and videos only; these tests send anything.
  await pool.query('update storage.buckets set allowed_mime_types = null')
  const source = new SupabaseStorageClient({ url: api.url, serviceKey })
  const view = new HandSwitch()
  return {
    ...{ database, pool, api, emulator, s3, source, view, relayToken: RELAY_TOKEN },
    storage: (change = (options) => options) =>
      createStorage(change(storageOptions({ view, source, s3, pool }))),
    stop: async () => {
      s3.destroy()
      await pool.end()
      await api.stop()
      await emulator.stop()
      await rm(dir, { recursive: true, force: true })
      await database.drop()
    },
  }
}

const SETTINGS = {
  v: 1,
  region: 'us-east-1',
  buckets: {
    images: {
      bucket: 's3-images',
      prefix: '',
      access: 'public',
      cdnDomain: 'd1.example',
      distributionId: 'E1',
    },
    videos: { bucket: 's3-shared', prefix: 'videos/', access: 'private' },
  },
}

function storageOptions(of: Pick<Sides, 'view' | 'source' | 's3' | 'pool'>): CreateStorageOptions {
  return {
    switch: of.view,
    buckets: { images: 'public', videos: 'private' },
    source: of.source,
    s3: new S3ObjectClient(of.s3),
    settings: async () => parseStorageSettings(JSON.stringify(SETTINGS)),
    fallback: { tombstones: postgresTombstones(of.pool), relayToken: RELAY_TOKEN },
    maxWaitMilliseconds: 20_000,
  }
}
