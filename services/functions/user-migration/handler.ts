import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SSMClient } from '@aws-sdk/client-ssm'
import { jsonLog } from '../../shared/lambda/log'
import { cachedSecrets } from '../../shared/lambda/secrets'
import { readConfig } from './config'
import { createMigrateUser } from './migrate-user'
import { SupabaseAuth } from './supabase-auth'

const { supabaseUrl, keySecret } = readConfig()
const secrets = cachedSecrets({ secretsManager: new SecretsManagerClient(), ssm: new SSMClient() })

/** Cognito's UserMigration trigger. */
export const handler = createMigrateUser({
  supabase: new SupabaseAuth({ url: supabaseUrl, readKey: () => secrets.read(keySecret) }),
  log: jsonLog('user-migration'),
})
