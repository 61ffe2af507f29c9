import type { PlannedResource } from '../resources/resource'
import type { Inventory } from './inventory'
import { jsonAlternatives } from './json-text'
import { statementsOf } from './policies'

const LOG_WRITERS = [
  'Service:logging.s3.amazonaws.com',
  'Service:logdelivery.elasticloadbalancing.amazonaws.com',
]

/** True for a bucket whose own policy lets S3 or load balancers deliver their logs to it. */
export function receivesLogs(bucket: PlannedResource, all: Inventory): boolean {
  return all
    .naming(bucket, 'aws_s3_bucket_policy', 'bucket')
    .flatMap(({ values }) => jsonAlternatives(values['policy']) ?? [])
    .flatMap(statementsOf)
    .some(
      ({ effect, principals }) => effect === 'Allow' && principals.some((name) => LOG_WRITERS.includes(name)),
    )
}
