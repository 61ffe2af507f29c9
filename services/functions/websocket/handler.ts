import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SSMClient } from '@aws-sdk/client-ssm'
import { databaseOf } from '../../shared/database/with-database'
import { errorFields, jsonLog } from '../../shared/lambda/log'
import { cachedSecrets } from '../../shared/lambda/secrets'
import { Connections } from '../../shared/realtime/connections'
import { postToConnectionBy } from '../../shared/realtime/post-to-connection'
import { redisClient } from '../../shared/realtime/redis-client'
import { readConfig } from './config'
import { createWebSocket } from './websocket'

const config = readConfig()
const log = jsonLog('websocket')
const dynamodb = new DynamoDBClient()
const redis = redisClient({
  url: config.REDIS_URL,
  aws: dynamodb.config,
  // One second try: the sender waits.
  maxRetriesPerRequest: 1,
  onError: (error) => log.warn('redis', errorFields(error)),
})

/** Routes $connect, $disconnect and $default of the WebSocket API. */
export const handler = createWebSocket({
  log,
  connections: new Connections({ dynamodb, table: config.TABLE_CONNECTIONS }),
  withDatabase: databaseOf({
    secrets: cachedSecrets({ secretsManager: new SecretsManagerClient(), ssm: new SSMClient() }),
    secret: config.SECRET_DATABASE_URL,
    ca: config.DATABASE_CA,
    applicationName: 'websocket',
  }),
  publish: (channel, text) => redis.publish(channel, text),
  post: postToConnectionBy(new ApiGatewayManagementApiClient({ endpoint: config.WEBSOCKET_ENDPOINT })),
})
