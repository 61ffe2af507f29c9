import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { errorFields, jsonLog } from '../shared/lambda/log'
import { Connections } from '../shared/realtime/connections'
import { postToConnectionBy } from '../shared/realtime/post-to-connection'
import { redisClient } from '../shared/realtime/redis-client'
import { readConfig } from './config'
import { startFanout } from './fanout'
import { startHealth } from './health'

const log = jsonLog('fanout')

async function main(): Promise<void> {
  const config = readConfig()
  const dynamodb = new DynamoDBClient()
  const redis = () =>
    redisClient({
      url: config.REDIS_URL,
      aws: dynamodb.config,
      onError: (error) => log.warn('redis', errorFields(error)),
    })
  const fanout = startFanout({
    subscriber: redis(),
    redis: redis(),
    connections: new Connections({ dynamodb, table: config.TABLE_CONNECTIONS }),
    post: postToConnectionBy(new ApiGatewayManagementApiClient({ endpoint: config.WEBSOCKET_ENDPOINT })),
    log,
  })
  const health = await startHealth(config.PORT, fanout.healthy)
  log.info('listening', { port: health.port })
  const stop = (signal: string) => {
    log.info('stopping', { signal })
    Promise.all([health.close(), fanout.stop()]).then(() => log.info('stopped'), fail)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

function fail(error: unknown): void {
  log.error('failed', errorFields(error))
  process.exitCode = 1
}

main().catch(fail)
