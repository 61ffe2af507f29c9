import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { resolveTarget, type Target } from '../../cdktf/config/target'
import { systems } from '../../cdktf/systems'
import { terraformCliConfig } from '../adapters/terraform/provider-mirror'
import { startCdn, type Cdn } from './cdn/cdn'
import type { Cleanup } from './cleanup'
import { corpus } from './corpus/corpus'
import type { CorpusObject } from './corpus/corpus-object'
import { uploadCorpus } from './corpus/upload'
import { startEmulator, type Emulator } from './emulator/emulator'
import { startPostgres, type PostgresServer } from './postgres/server'
import type { StageNotes } from './recorder'
import { applyMigrations } from './source/migrations'
import { preparePlatform, SUPABASE_SETTINGS } from './source/platform'
import { seedRows } from './source/rows'
import { serviceKey as makeServiceKey } from './storage-api/jwt'
import { startStorageApi, type StorageApi } from './storage-api/storage-api'

export const TARGET = 'aiuteur/dev'
export const APP = 'aiuteur'
const SEED = 20_260_101
/** What @cdktf/provider-aws 20.1.0 was made from. */
export const AWS_PROVIDER_VERSION = '5.100.0'
const USERS = 6
const PROJECTS_PER_USER = 3

type Env = Record<string, string | undefined>

/** Supabase on this machine: PostgreSQL, the Storage API before it, and Aiuteur's own rows and objects in both. */
export interface Source {
  postgres: PostgresServer
  /** As role `postgres`, which is no superuser. */
  databaseUrl: string
  storage: StorageApi
  serviceKey: string
  objects: readonly CorpusObject[]
}

export interface World {
  target: Target
  source: Source
  emulator: Emulator
  cdn: Cdn
  /** What every program of the crossing is started with; the rehearsal differs from production by these variables only. */
  env: Env
  dir: string
}

export interface WorldOptions {
  dir: string
  /** The machine's own environment. */
  env: Env
  objects: number
  cleanup: Cleanup
}

/** Starts Supabase with its rows and objects. */
export async function startSource(options: WorldOptions, notes: StageNotes): Promise<Source> {
  const postgres = await startPostgres({ dir: join(options.dir, 'postgres'), settings: SUPABASE_SETTINGS })
  options.cleanup.add('PostgreSQL', () => postgres.stop())
  const superuserUrl = postgres.url({ user: 'supabase_admin', database: 'postgres' })
  await preparePlatform(superuserUrl)
  const databaseUrl = postgres.url({
    user: 'postgres',
    database: 'postgres',
    password: new URL(superuserUrl).password,
  })
  const { applied } = await applyMigrations(databaseUrl)
  notes.say(
    `PostgreSQL ${postgres.version}, prepared as Supabase prepares it; ${applied.length} migrations as role postgres`,
  )
  const jwtSecret = randomBytes(32).toString('hex')
  const serviceKey = makeServiceKey(jwtSecret)
  const storage = await startStorageApi({
    databaseUrl: superuserUrl,
    dir: join(options.dir, 'storage'),
    serviceKey,
    jwtSecret,
  })
  options.cleanup.add('Storage API', () => storage.stop())
  const objects = [...corpus({ objects: options.objects, seed: SEED })]
  await uploadCorpus({ storageUrl: storage.url, serviceKey, objects, concurrency: 12 })
  const source = { postgres, databaseUrl, storage, serviceKey, objects }
  const rows = await seed(source)
  notes.count('objects', objects.length)
  notes.count(
    'bytes',
    objects.reduce((sum, { size }) => sum + size, 0),
  )
  notes.count('rows', rows)
  return source
}

/** Rows whose URLs have the host that production has: the project's own. */
async function seed({ databaseUrl, objects }: Source): Promise<number> {
  const host = sourceHost(resolveTarget(systems, TARGET))
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const counts = await seedRows(client, {
      users: USERS,
      projectsPerUser: PROJECTS_PER_USER,
      objects,
      seed: SEED,
      publicUrl: (bucket, key) => `https://${host}/storage/v1/object/public/${bucket}/${encodePath(key)}`,
      signedUrl: (bucket, key) =>
        `https://${host}/storage/v1/object/sign/${bucket}/${encodePath(key)}?token=${unsigned(bucket, key)}`,
    })
    return Object.values(counts).reduce((sum, count) => sum + count, 0)
  } finally {
    await client.end()
  }
}

function encodePath(key: string): string {
  return encodeURI(key).replaceAll('?', '%3F').replaceAll('#', '%23')
}

/** Shaped as Storage's own token; nobody can verify it, and nobody has to: its payload names the object. */
function unsigned(bucket: string, key: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const payload = { url: `${bucket}/${key}`, scope: 'download', iat: 1_767_225_600, exp: 1_798_761_600 }
  return [part({ alg: 'HS256', typ: 'JWT' }), part(payload), 'c2lnbmF0dXJl'].join('.')
}

function sourceHost(target: Target): string {
  const host = target.environment.source[APP]?.supabase.hosts[0]
  if (host === undefined) throw new Error(`${target.name} has no source for ${APP}`)
  return host
}

/** Starts AWS's APIs and what stands before them, and gathers the variables of the crossing. */
export async function startAws(options: WorldOptions, source: Source, notes: StageNotes): Promise<World> {
  const target = resolveTarget(systems, TARGET)
  const emulator = await startEmulator({ dir: join(options.dir, 'aws'), env: options.env })
  options.cleanup.add('AWS emulator', () => emulator.stop())
  const host = sourceHost(target)
  const resolve = (asked: string): string | undefined => (asked === host ? source.storage.url : undefined)
  const cdn = await startCdn({ emulatorEndpoint: emulator.endpoint, env: emulator.env, resolve })
  options.cleanup.add('CDN', () => cdn.stop())
  const env = await environmentOf({ options, source, emulator, cdn })
  notes.say(`AWS APIs on ${emulator.endpoint}, CloudFront at ${cdn.url}`)
  return { target, source, emulator, cdn, env, dir: options.dir }
}

async function environmentOf(of: {
  options: WorldOptions
  source: Source
  emulator: Emulator
  cdn: Cdn
}): Promise<Env> {
  const { options, source, emulator } = of
  const terraformDir = join(options.dir, 'terraform')
  await mkdir(terraformDir, { recursive: true })
  const inherited = { ...options.env, ...emulator.env }
  const cliConfig = await terraformCliConfig({
    env: inherited,
    version: AWS_PROVIDER_VERSION,
    directory: terraformDir,
  })
  return {
    ...inherited,
    TF_CLI_CONFIG_FILE: cliConfig,
    AWS_CA_BUNDLE: undefined,
    AWS_PROFILE: undefined,
    CDKTF_OUT: join(options.dir, 'cdktf.out'),
    MIGRATE_CONNECT_TO: `*.cloudfront.net=${of.cdn.url}`,
    SUPABASE_DB_URL: source.databaseUrl,
    SUPABASE_URL: source.storage.url,
    SUPABASE_SERVICE_ROLE_KEY: source.serviceKey,
  }
}

/** For clients of the rehearsal itself, which look at what the programs of the crossing did. */
export function awsClient(world: World): {
  endpoint: string
  region: string
  credentials: { accessKeyId: string; secretAccessKey: string }
} {
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
    world.emulator.env
  const { region } = world.target.environment
  return { endpoint: world.emulator.endpoint, region, credentials: { accessKeyId, secretAccessKey } }
}
