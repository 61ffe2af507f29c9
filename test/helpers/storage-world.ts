import { spawn, type ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { IAMClient } from '@aws-sdk/client-iam'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import {
  journalTableName,
  stackName,
  storageSettingsParameterName,
  switchParameterName,
  targetBucketName,
} from '../../cdktf/config/names'
import { resolveTarget } from '../../cdktf/config/target'
import { systems } from '../../cdktf/systems'
import { bootstrap } from '../../scripts/adapters/aws/bootstrap'
import { dynamoJournal } from '../../scripts/adapters/aws/journal-store'
import type { JournalStore } from '../../scripts/adapters/ports'
import { Journal } from '../../scripts/engine/journal'
import { LEASE_MS } from '../../scripts/engine/lease'
import { typescriptProgram } from '../../scripts/typescript-program'
import { startStorageApi, type StorageApi } from '../../scripts/rehearsal/storage-api/storage-api'
import { signJwt } from '../../scripts/rehearsal/storage-api/jwt'
import { SupabaseStorageClient } from '../../services/shared/storage/supabase-client'
import { INITIAL_SWITCH, serializeSwitch } from '../../services/shared/switch/switch'
import { createDatabase, type CreatedDatabase } from './postgres'
import { startEmulator, type Emulator } from '../../scripts/rehearsal/emulator/emulator'

export const TARGET = 'aiuteur/dev'
export const BUCKETS = ['asset-images', 'images', 'videos'] as const
const ROOT = join(__dirname, '..', '..')

export interface CommandResult {
  exit: number
  json: Record<string, unknown>
  stdout: string
  stderr: string
}

/** The storage phase's two sides as Terraform would leave them, made by hand so that a test starts in seconds. */
export interface StorageWorld {
  database: CreatedDatabase
  storage: StorageApi
  client: SupabaseStorageClient
  emulator: Emulator
  s3: S3Client
  journal: Journal
  store: JournalStore
  bucketName(id: string): string
  env: Record<string, string | undefined>
  /** Runs `npm run migrate -- args` as its own process. */
  migrate(...args: string[]): Promise<CommandResult>
  /** The same without --json and not waited for. */
  start(...args: string[]): ChildProcess
  put(bucket: string, key: string, body: Buffer): Promise<void>
}

export interface StorageWorldOptions {
  /** False: bootstrapped only, nothing applied. @default true */
  applied?: boolean
}

export async function withStorageWorld(
  use: (world: StorageWorld) => Promise<void>,
  options: StorageWorldOptions = {},
): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'storage-world-'))
  const database = await createDatabase()
  const jwtSecret = randomBytes(16).toString('hex')
  const serviceKey = signJwt({ role: 'service_role' }, jwtSecret)
  const storage = await startStorageApi({
    databaseUrl: database.superuserUrl,
    dir: join(dir, 'storage'),
    serviceKey,
    jwtSecret,
  })
  const emulator = await startEmulator({ dir: join(dir, 'aws'), env: process.env })
  const clients = clientsOf(emulator)
  try {
    const target = resolveTarget(systems, TARGET)
    await bootstrap({ target, clients })
    const journal = journalOf(clients.dynamodb)
    const world = worldOf({
      database,
      storage,
      emulator,
      serviceKey,
      s3: clients.s3,
      journal: journal.journal,
      store: journal.store,
    })
    if (options.applied !== false) await apply({ clients, world, journal })
    await use(world)
  } finally {
    for (const client of Object.values(clients)) client.destroy()
    await storage.stop()
    await emulator.stop()
    await rm(dir, { recursive: true, force: true })
  }
  await database.drop()
}

type Clients = ReturnType<typeof clientsOf>

function clientsOf(emulator: Emulator) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const shared = { endpoint: emulator.endpoint, region: 'us-east-1', credentials }
  return {
    s3: new S3Client(shared),
    dynamodb: new DynamoDBClient(shared),
    iam: new IAMClient(shared),
    ssm: new SSMClient(shared),
  }
}

function journalOf(dynamodb: DynamoDBClient) {
  const target = resolveTarget(systems, TARGET)
  const store = dynamoJournal(dynamodb, journalTableName(target), TARGET)
  const runId = 'test-set-up'
  return { store, runId, journal: new Journal({ store, runId, by: 'test' }) }
}

/** What `storage apply` leaves: buckets, settings, switch, and the journal's word that it happened. */
async function apply(of: {
  clients: Clients
  world: StorageWorld
  journal: ReturnType<typeof journalOf>
}): Promise<void> {
  const { s3, ssm } = of.clients
  const target = resolveTarget(systems, TARGET)
  const buckets: Record<string, object> = {}
  for (const id of BUCKETS) {
    const bucket = of.world.bucketName(id)
    await s3.send(new CreateBucketCommand({ Bucket: bucket }))
    await s3.send(
      new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    )
    const cdn = { cdnDomain: `${id}.cdn.example.com`, distributionId: `E${id.toUpperCase()}` }
    buckets[id] = {
      bucket,
      prefix: '',
      ...(id === 'videos' ? { access: 'private' } : { access: 'public', ...cdn }),
    }
  }
  const settings = JSON.stringify({ v: 1, region: 'us-east-1', buckets })
  const parameters = {
    [storageSettingsParameterName(target, 'aiuteur')]: settings,
    [switchParameterName(target, 'aiuteur', 'storage')]: serializeSwitch(INITIAL_SWITCH),
  }
  for (const [Name, Value] of Object.entries(parameters))
    await ssm.send(new PutParameterCommand({ Name, Value, Type: 'String' }))
  await underLease(of.journal, async (journal) => {
    await journal.saveStack(stackName(target, 'foundation'), {})
    await journal.saveStack(stackName(target, 'network'), {})
    await journal.saveStack(stackName(target, 'storage'), { storage_fallback: true, storage_fence: false })
    await journal.saveFact('backup', { key: 'made by the test' })
  })
}

async function underLease(
  of: ReturnType<typeof journalOf>,
  work: (journal: Journal) => Promise<void>,
): Promise<void> {
  const now = Date.now()
  const claim = { runId: of.runId, holder: '{}', command: 'test', expiresAt: now + LEASE_MS }
  await of.store.claimLease(claim, { now })
  await work(of.journal)
  await of.store.releaseLease(of.runId)
}

function worldOf(
  of: Pick<StorageWorld, 'database' | 'storage' | 'emulator' | 's3' | 'journal' | 'store'> & {
    serviceKey: string
  },
): StorageWorld {
  const target = resolveTarget(systems, TARGET)
  const env: StorageWorld['env'] = {
    ...process.env,
    ...of.emulator.env,
    AWS_CA_BUNDLE: undefined,
    SUPABASE_DB_URL: of.database.url,
    SUPABASE_URL: of.storage.url,
    SUPABASE_SERVICE_ROLE_KEY: of.serviceKey,
  }
  const client = new SupabaseStorageClient({ url: of.storage.url, serviceKey: of.serviceKey })
  const spawnCommand = (args: string[]): ChildProcess =>
    spawn(process.execPath, typescriptProgram(join(ROOT, 'scripts', 'bin.ts'), args), {
      cwd: ROOT,
      env,
    })
  return {
    ...of,
    client,
    env,
    bucketName: (id) => targetBucketName(target, 'aiuteur', id),
    migrate: (...args) => finish(spawnCommand([...args, '--json'])),
    start: (...args) => spawnCommand(args),
    put: (bucket, key, body) =>
      client.put(bucket, key, {
        body,
        size: body.length,
        contentType: bucket === 'videos' ? 'video/mp4' : 'image/png',
        upsert: true,
      }),
  }
}

async function finish(child: ChildProcess): Promise<CommandResult> {
  let [stdout, stderr] = ['', '']
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const exit = await new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)))
  return { exit, json: JSON.parse(stdout) as Record<string, unknown>, stdout, stderr }
}

/** Deterministic bytes, different for every name. */
export function bytesOf(name: string, size: number): Buffer {
  const block = createHash('sha512').update(name).digest()
  return Buffer.alloc(size, block)
}
