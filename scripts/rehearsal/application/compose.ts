import { S3Client } from '@aws-sdk/client-s3'
import { SSMClient } from '@aws-sdk/client-ssm'
import { Pool } from 'pg'
import { storageSettingsParameterName, switchParameterName } from '../../../cdktf/config/names'
import { resolveTarget } from '../../../cdktf/config/target'
import { systems } from '../../../cdktf/systems'
import { createStorage } from '../../../services/shared/storage/create-storage'
import { relayToken } from '../../../services/shared/storage/relay-token'
import { S3ObjectClient } from '../../../services/shared/storage/s3-client'
import { parseStorageSettings } from '../../../services/shared/storage/settings'
import type { Storage } from '../../../services/shared/storage/storage'
import { SupabaseStorageClient } from '../../../services/shared/storage/supabase-client'
import { postgresTombstones } from '../../../services/shared/storage/tombstones'
import { followSwitch } from '../../../services/shared/switch/follow'
import { listenForSwitch } from '../../../services/shared/switch/listen'
import { readParameterText, readSwitchParameter } from '../../../services/shared/switch/parameter'
import { readSwitchRow } from '../../../services/shared/switch/row'
import type { ProcessOptions } from './options'

export interface Connections {
  databaseUrl: string
  supabaseUrl: string
  serviceKey: string
}

export interface ComposedStorage {
  storage: Storage
  close(): Promise<void>
}

/** The library as a service of the application puts it together: switch from row and parameter, both sides, tombstones. */
export async function composeStorage(
  options: ProcessOptions,
  connections: Connections,
): Promise<ComposedStorage> {
  const { databaseUrl, supabaseUrl, serviceKey } = connections
  const target = resolveTarget(systems, options.target)
  const [ssm, s3] = [new SSMClient({}), new S3Client({})]
  const pool = new Pool({ connectionString: databaseUrl, max: 4, application_name: 'aiuteur-storage' })
  pool.on('error', () => undefined)
  const follower = await followSwitch({
    readDatabaseRow: () => readSwitchRow(pool, { app: options.app, phase: 'storage' }),
    readParameter: () => readSwitchParameter(ssm, switchParameterName(target, options.app, 'storage')),
    listen: (wake) => listenForSwitch({ connection: { connectionString: databaseUrl }, wake }),
  })
  const fallback = { tombstones: postgresTombstones(pool), relayToken: relayToken(serviceKey) }
  const storage = createStorage({
    switch: follower,
    buckets: accessByBucket(target.system.apps[options.app]?.storage?.buckets ?? {}),
    source: new SupabaseStorageClient({ url: supabaseUrl, serviceKey }),
    s3: new S3ObjectClient(s3),
    settings: async () =>
      parseStorageSettings(await readParameterText(ssm, storageSettingsParameterName(target, options.app))),
    ...(options.fallback ? { fallback } : {}),
  })
  return {
    storage,
    close: async () => {
      await follower.stop()
      await pool.end()
      ssm.destroy()
      s3.destroy()
    },
  }
}

function accessByBucket(
  buckets: Readonly<Record<string, { access: 'public' | 'private' }>>,
): Record<string, 'public' | 'private'> {
  return Object.fromEntries(Object.entries(buckets).map(([id, { access }]) => [id, access]))
}
