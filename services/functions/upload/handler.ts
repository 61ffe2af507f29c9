import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SSMClient } from '@aws-sdk/client-ssm'
import type { APIGatewayProxyEventV2, S3Event } from 'aws-lambda'
import type { HttpResponse } from '../../shared/lambda/http'
import { jsonLog } from '../../shared/lambda/log'
import { cachedSecrets } from '../../shared/lambda/secrets'
import { AudiusApi } from './audius/api'
import { AudiusPublisher } from './audius/audius-publisher'
import { AudiusStorage } from './audius/storage'
import { readConfig } from './config'
import { JobFiles } from './files'
import { dynamoJobs } from './jobs'
import { processArrivals } from './process'
import { route } from './routes'

const config = readConfig()
const secrets = cachedSecrets({ secretsManager: new SecretsManagerClient(), ssm: new SSMClient() })
// A checksum of the empty body would be signed into an upload URL, and S3 would refuse every file.
const s3 = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' })
const dependencies = {
  jobs: dynamoJobs(new DynamoDBClient(), config.TABLE_UPLOAD_JOBS),
  files: new JobFiles(s3, config.BUCKET_INCOMING),
  publisher: new AudiusPublisher(
    new AudiusApi({
      url: config.AUDIUS_API_URL,
      appName: config.AUDIUS_APP_NAME,
      apiKey: () => secrets.read(config.SECRET_AUDIUS_API_KEY),
      apiSecret: () => secrets.read(config.SECRET_AUDIUS_API_SECRET),
      onUnauthorized: () => {
        secrets.forget(config.SECRET_AUDIUS_API_KEY)
        secrets.forget(config.SECRET_AUDIUS_API_SECRET)
      },
    }),
    new AudiusStorage({ url: config.AUDIUS_STORAGE_URL }),
  ),
  log: jsonLog('upload'),
}

/** Requests of the gateway and events of the bucket, by what they hold. */
export const handler = async (event: APIGatewayProxyEventV2 | S3Event): Promise<HttpResponse | undefined> => {
  if ('routeKey' in event) return route(event, dependencies)
  await processArrivals(event, dependencies)
  return undefined
}
