import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import type { APIGatewayProxyEventV2, S3Event } from 'aws-lambda'
import { AudiusApi } from '../../services/functions/upload/audius/api'
import { AudiusPublisher } from '../../services/functions/upload/audius/audius-publisher'
import { AudiusStorage } from '../../services/functions/upload/audius/storage'
import { JobFiles } from '../../services/functions/upload/files'
import { dynamoJobs, type Jobs } from '../../services/functions/upload/jobs'
import { processArrivals } from '../../services/functions/upload/process'
import { route } from '../../services/functions/upload/routes'
import type { HttpResponse } from '../../services/shared/lambda/http'
import { jsonLog } from '../../services/shared/lambda/log'
import { cachedSecrets } from '../../services/shared/lambda/secrets'
import type { Emulator } from '../../scripts/rehearsal/emulator/emulator'
import { startAudius, type AudiusServer } from './audius'
import { createEmulator } from './emulator'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: Record<string, unknown>
}

export interface RequestParts {
  readonly userId?: string
  readonly pathParameters?: Record<string, string>
  readonly headers?: Record<string, string>
  readonly body?: string
  readonly isBase64Encoded?: boolean
}

/** The upload function on the emulated S3, DynamoDB and Parameter Store, and a local Audius. */
export interface UploadWorld {
  readonly audius: AudiusServer
  readonly s3: S3Client
  readonly ssm: SSMClient
  readonly jobs: Jobs
  readonly logged: string[]
  /** Moves the clock of jobs. */
  readonly clock: { seconds: number }
  request(routeKey: string, parts: RequestParts): Promise<Answer>
  /** The event of S3 for the object that completes a job. */
  arrive(jobId: string): Promise<void>
  close(): Promise<void>
}

export const BUCKET = 'incoming-111111111111'
const TABLE = 'upload-jobs'

export async function startUploadWorld(): Promise<UploadWorld> {
  const emulator = await createEmulator()
  const audius = await startAudius()
  const clients = clientsOf(emulator)
  await setUp(clients)
  const secrets = cachedSecrets(clients)
  const logged: string[] = []
  const clock = { seconds: 0 }
  const now = () => Date.now() + clock.seconds * 1000
  const api = new AudiusApi({
    url: `${audius.url}/v1`,
    appName: 'test',
    apiKey: () => secrets.read('/studio/dev/secret/AUDIUS_API_KEY'),
    apiSecret: () => secrets.read('/studio/dev/secret/AUDIUS_API_SECRET'),
    onUnauthorized: () => secrets.forget('/studio/dev/secret/AUDIUS_API_SECRET'),
  })
  const dependencies = {
    jobs: dynamoJobs(clients.dynamo, TABLE, now),
    files: new JobFiles(clients.s3, BUCKET),
    publisher: new AudiusPublisher(api, new AudiusStorage({ url: audius.url, pollMs: 5 })),
    log: jsonLog('upload', (line) => logged.push(line)),
    now,
  }
  return {
    audius,
    s3: clients.s3,
    ssm: clients.ssm,
    jobs: dependencies.jobs,
    logged,
    clock,
    request: async (routeKey, parts) => answerOf(await route(requestEvent(routeKey, parts), dependencies)),
    arrive: (jobId) => processArrivals(arrivalEvent(`${jobId}/complete.json`), dependencies),
    close: async () => {
      for (const client of Object.values(clients)) client.destroy()
      await audius.close()
      await emulator.stop()
    },
  }
}

function clientsOf({ endpoint }: Emulator) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const shared = { endpoint, region: 'us-east-1', credentials }
  return {
    dynamo: new DynamoDBClient(shared),
    s3: new S3Client({ ...shared, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' }),
    ssm: new SSMClient(shared),
    secretsManager: new SecretsManagerClient(shared),
  }
}

async function setUp({ dynamo, s3, ssm }: ReturnType<typeof clientsOf>): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }))
  await dynamo.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'jobId', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'jobId', KeyType: 'HASH' }],
    }),
  )
  for (const [name, Value] of [
    ['AUDIUS_API_KEY', '0xAbCd'],
    ['AUDIUS_API_SECRET', 'audius-secret'],
  ]) {
    const Name = `/studio/dev/secret/${name ?? ''}`
    await ssm.send(new PutParameterCommand({ Name, Value, Type: 'SecureString' }))
  }
}

/** As API Gateway sends it, without what the program does not read. */
function requestEvent(
  routeKey: string,
  { userId, headers = {}, ...parts }: RequestParts,
): APIGatewayProxyEventV2 {
  const authorizer = userId === undefined ? undefined : { lambda: { userId, issuer: 'supabase' } }
  const event: unknown = {
    version: '2.0',
    routeKey,
    headers,
    requestContext: { authorizer },
    isBase64Encoded: false,
    ...parts,
  }
  return event as APIGatewayProxyEventV2
}

function arrivalEvent(key: string): Pick<S3Event, 'Records'> {
  const event: unknown = { Records: [{ s3: { bucket: { name: BUCKET }, object: { key } } }] }
  return event as S3Event
}

function answerOf({ statusCode = 0, headers = {}, body = '{}' }: HttpResponse): Answer {
  return { status: statusCode, headers, body: JSON.parse(body) as Record<string, unknown> }
}
