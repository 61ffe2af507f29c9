import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SSMClient } from '@aws-sdk/client-ssm'
import { databaseOf } from '../../shared/database/with-database'
import { jsonLog } from '../../shared/lambda/log'
import { cachedSecrets } from '../../shared/lambda/secrets'
import { readConfig } from './config'
import { createMatching } from './matching'

const config = readConfig()

/** Started by a schedule, and by the routes of the HTTP API that matching.ts names. */
export const handler = createMatching({
  log: jsonLog('matching'),
  withDatabase: databaseOf({
    secrets: cachedSecrets({ secretsManager: new SecretsManagerClient(), ssm: new SSMClient() }),
    secret: config.databaseSecret,
    ca: config.databaseCa,
    applicationName: 'matching',
  }),
})
