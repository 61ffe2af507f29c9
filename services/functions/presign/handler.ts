import { S3Client } from '@aws-sdk/client-s3'
import { jsonLog } from '../../shared/lambda/log'
import { readConfig } from './config'
import { createPresign } from './presign'

/** Routes of the HTTP API that presign.ts names. */
export const handler = createPresign({
  ...readConfig(),
  s3: new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' }),
  log: jsonLog('presign'),
})
