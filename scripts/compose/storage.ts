import { stackName, storageSettingsParameterName, switchParameterName } from '../../cdktf/config/names'
import { parseStorageSettings, type StorageSettings } from '../../services/shared/storage/settings'
import { relayToken } from '../../services/shared/storage/relay-token'
import { SupabaseStorageClient } from '../../services/shared/storage/supabase-client'
import { bucketFence } from '../adapters/aws/bucket-fence'
import { s3Target } from '../adapters/aws/objects'
import { readJsonParameter, switchStore } from '../adapters/aws/switch-store'
import { httpProbe } from '../adapters/http-probe'
import { withDatabase } from '../adapters/postgres/connect'
import { installOwnSchema } from '../adapters/postgres/own-schema'
import { bucketLimits } from '../adapters/supabase/bucket-limits'
import { copyLog } from '../adapters/supabase/copy-log'
import { deletionLog } from '../adapters/supabase/deletions'
import { verificationLog } from '../adapters/supabase/verification-log'
import { installFence, sourceFence } from '../adapters/supabase/fence'
import { supabaseSource } from '../adapters/supabase/objects'
import type { Database } from '../adapters/ports'
import type { CommandContext } from '../commands/command'
import { MigrateError } from '../engine/errors'
import type { StorageBucket, StoragePorts } from '../phases/storage/ports'
import { required } from '../settings'
import type { OpenEnvironment } from './environment'

/** Binds the storage phase of one app to Supabase and AWS. */
export async function withStoragePorts<T>(
  context: CommandContext,
  environment: OpenEnvironment,
  use: { app: string; work: (ports: StoragePorts) => Promise<T> },
): Promise<T> {
  const url = required(context.settings.supabaseDbUrl, 'SUPABASE_DB_URL')
  return withDatabase({ url, maxConnections: 24 }, async (database) =>
    use.work(await bind(context, environment, { app: use.app, database })),
  )
}

async function bind(
  context: CommandContext,
  environment: OpenEnvironment,
  bound: { app: string; database: Database },
): Promise<StoragePorts> {
  const { target, s3, ssm, journal } = environment
  const { app, database } = bound
  const supabaseUrl = required(context.settings.supabaseUrl, 'SUPABASE_URL')
  const serviceKey = required(context.settings.supabaseServiceRoleKey, 'SUPABASE_SERVICE_ROLE_KEY')
  const settings = await storageSettings(environment, app)
  const buckets = bucketsOf(settings)
  const token = relayToken(serviceKey)
  const client = new SupabaseStorageClient({ url: supabaseUrl, serviceKey })
  const storage = target.system.apps[app]?.storage
  const stack = await journal.stack(stackName(target, 'storage'))
  return {
    app,
    targetName: target.name,
    progress: context.progress,
    sleep: context.sleep,
    lost: environment.lost,
    database,
    source: supabaseSource({ database, client, relayToken: token }),
    target: s3Target({ s3, buckets: settings.buckets }),
    log: copyLog(database),
    deletions: deletionLog(database),
    limits: bucketLimits(database),
    verification: verificationLog(database, app),
    sourceFence: sourceFence(database, token),
    targetFence: bucketFence(s3, fencedBuckets(environment, settings)),
    switchStore: switchStore({
      ssm,
      parameter: switchParameterName(target, app, 'storage'),
      database,
      app,
      phase: 'storage',
    }),
    http: httpProbe(context.settings.connectTo),
    buckets,
    ignoredBuckets: storage?.ignoredBuckets ?? [],
    uploadUrlSeconds: storage?.uploadUrlSeconds ?? 0,
    urls: urlMapping({ environment, app, supabaseUrl, buckets }),
    fallback: stack?.variables.storage_fallback !== false,
    backup: await journal.fact('backup'),
    install: async () => {
      await installOwnSchema(database)
      await installFence(database)
    },
  }
}

function urlMapping(of: {
  environment: OpenEnvironment
  app: string
  supabaseUrl: string
  buckets: readonly StorageBucket[]
}): StoragePorts['urls'] {
  const configured = of.environment.target.environment.source[of.app]?.supabase.hosts ?? []
  const host = new URL(of.supabaseUrl).host
  return {
    hosts: [...new Set([...configured, host])],
    projectUrl: of.supabaseUrl,
    buckets: Object.fromEntries(
      of.buckets.map(({ id, access, cdnDomain }) => [
        id,
        { access, ...(cdnDomain === undefined ? {} : { cdnDomain }) },
      ]),
    ),
  }
}

async function storageSettings(environment: OpenEnvironment, app: string): Promise<StorageSettings> {
  const name = storageSettingsParameterName(environment.target, app)
  const settings = await readJsonParameter(environment.ssm, name, parseStorageSettings)
  if (settings) return settings
  throw new MigrateError(
    'PHASE_NOT_APPLIED',
    `the storage stack of ${environment.target.name} is not applied: ${name} does not exist`,
    {
      data: { parameter: name },
      suggestion: `npm run migrate -- storage apply ${environment.target.name}`,
    },
  )
}

function bucketsOf(settings: StorageSettings): StorageBucket[] {
  return Object.entries(settings.buckets).map(([id, bucket]) => ({
    id,
    access: bucket.access,
    target: bucket.bucket,
    ...(bucket.access === 'public' ? { cdnDomain: bucket.cdnDomain } : {}),
  }))
}

function fencedBuckets(
  environment: OpenEnvironment,
  settings: StorageSettings,
): { bucket: string; distributionArn?: string }[] {
  const { accountId } = environment.target.environment
  return Object.values(settings.buckets).map((settled) => ({
    bucket: settled.bucket,
    ...(settled.access === 'public'
      ? { distributionArn: `arn:aws:cloudfront::${accountId}:distribution/${settled.distributionId}` }
      : {}),
  }))
}
