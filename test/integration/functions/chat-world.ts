import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Client } from 'pg'
import { createWebSocket } from '../../../services/functions/websocket/websocket'
import { databaseOf } from '../../../services/shared/database/with-database'
import { jsonLog } from '../../../services/shared/lambda/log'
import { Connections } from '../../../services/shared/realtime/connections'
import {
  postToConnectionBy,
  type PostToConnection,
} from '../../../services/shared/realtime/post-to-connection'
import { redisClient } from '../../../services/shared/realtime/redis-client'
import { withClient } from '../../../scripts/rehearsal/postgres/with-client'
import type { Emulator } from '../../../scripts/rehearsal/emulator/emulator'
import { createEmulator } from '../../helpers/emulator'
import { withHttpDouble } from '../../helpers/http-double'
import { withDatabase } from '../../helpers/postgres'
import { startRedis } from '../../helpers/redis'

const SCHEMA = readFileSync(join(__dirname, '../../../services/functions/matching/schema.sql'), 'utf8')
export const AWS = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
export const CONVERSATION = '7c9e6679-7425-40de-944b-e07fc1f90ae7'
export const [ANNA, BOB, EVE] = [
  '3b241101-e2bb-4255-8caf-4136c566a962',
  '9c858901-8a57-4791-81fe-4c455b099bc9',
  '0f8fad5b-d9cb-469f-a165-70867728950e',
] as const

/** A chat of Anna and Bob, to which Eve does not belong. */
export interface ChatWorld {
  client: Client
  connections: Connections
  /** Of the connections. */
  table: string
  post: PostToConnection
  awsEndpoint: string
  /** What manages the WebSocket's connections. */
  managementUrl: string
  redisUrl: string
  /** Ends the Redis of this world; its address stays free. */
  stopRedis: () => Promise<void>
  /** Starts it again, at the same address and without its memory. */
  startRedis: () => Promise<void>
  lines: string[]
  /** One invocation of the function. */
  invoke: (routeKey: string, connectionId: string, more?: object) => Promise<unknown>
  say: (connectionId: string, body: unknown) => Promise<unknown>
  /** Frames that reached the connection. */
  frames: (connectionId: string) => Record<string, unknown>[]
  /** Ends a connection without a goodbye. */
  drop: (connectionId: string) => void
}

type WithChat = (use: (world: ChatWorld) => Promise<void>) => Promise<void>

/** Chats for the tests of one file, which share the emulator and nothing else. */
export function chats(): WithChat {
  let emulator: Emulator | undefined
  beforeAll(async () => {
    emulator = await createEmulator()
  })
  afterAll(() => emulator?.stop())
  return (use) => {
    if (emulator === undefined) throw new Error('only inside a test')
    return withChat(emulator, use)
  }
}

async function withChat(emulator: Emulator, use: (world: ChatWorld) => Promise<void>): Promise<void> {
  const table = `connections-${randomUUID()}`
  const gone = new Set<string>()
  const idOf = (path: string): string => decodeURIComponent(path.split('/@connections/')[1] ?? '')
  // As API Gateway answers: 410 for a connection that ended.
  const answer = ({ path }: { path: string }) =>
    gone.has(idOf(path))
      ? { status: 410, headers: { 'x-amzn-errortype': 'GoneException' }, body: { message: null } }
      : { status: 200 }
  await withHttpDouble(answer, (management) =>
    withDatabase(
      ({ url }) =>
        withClient(url, async (client) => {
          await client.query(SCHEMA)
          await client.query('insert into users (id) select unnest($1::uuid[])', [[ANNA, BOB, EVE]])
          await client.query('insert into conversations (id) values ($1)', [CONVERSATION])
          await client.query('insert into conversation_participants select $1, unnest($2::uuid[])', [
            CONVERSATION,
            [ANNA, BOB],
          ])
          const dynamodb = new DynamoDBClient({ ...AWS, endpoint: emulator.endpoint })
          await createTable(dynamodb, table)
          let server = await startRedis()
          const { url: redisUrl, port } = server
          const lines: string[] = []
          const redis = redisClient({
            url: redisUrl,
            aws: dynamodb.config,
            maxRetriesPerRequest: 1,
            onError: () => undefined,
          })
          const connections = new Connections({ dynamodb, table })
          const endpoint = `${management.url}/live`
          const post = postToConnectionBy(new ApiGatewayManagementApiClient({ ...AWS, endpoint }))
          const handler = createWebSocket({
            connections,
            post,
            withDatabase: databaseOf({
              secrets: { read: async () => url, forget: () => undefined },
              secret: 'url',
              applicationName: 'websocket',
            }),
            publish: (channel, text) => redis.publish(channel, text),
            log: jsonLog('websocket', (line) => lines.push(line)),
          })
          const invoke: ChatWorld['invoke'] = (routeKey, connectionId, more = {}) =>
            handler({ requestContext: { routeKey, connectionId, ...more }, ...more })
          try {
            await use({
              client,
              connections,
              table,
              post,
              awsEndpoint: emulator.endpoint,
              managementUrl: endpoint,
              redisUrl,
              stopRedis: () => server.stop(),
              startRedis: async () => {
                server = await startRedis(port)
              },
              lines,
              invoke,
              say: (connectionId, body) =>
                invoke('$default', connectionId, {
                  body: typeof body === 'string' ? body : JSON.stringify(body),
                }),
              frames: (connectionId) =>
                management.seen
                  .filter(({ path }) => idOf(path) === connectionId)
                  .map(({ body }) => JSON.parse(body) as Record<string, unknown>),
              drop: (connectionId) => gone.add(connectionId),
            })
          } finally {
            redis.disconnect()
            await server.stop()
          }
        }),
      { template: 'template0' },
    ),
  )
}

async function createTable(dynamodb: DynamoDBClient, table: string): Promise<void> {
  await dynamodb.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['connectionId', 'userId'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [{ AttributeName: 'connectionId', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'userId-index',
          KeySchema: [{ AttributeName: 'userId', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  )
}
