import { S3Client } from '@aws-sdk/client-s3'
import { jsonLog } from '../../shared/lambda/log'
import { readConfig } from './config'
import { createImageProcessor } from './image-processor'

/** Started by S3 for each object made below originals/. */
export const handler = createImageProcessor({
  ...readConfig(),
  s3: new S3Client(),
  log: jsonLog('image-processor'),
})
