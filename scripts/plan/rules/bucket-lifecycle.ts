import { mustStandBeside } from '../judge/beside'
import type { Rule } from '../judge/rule'

export const bucketLifecycle: Rule = {
  id: 'bucket-lifecycle',
  title: 'Buckets are tidied up',
  row: 40,
  checkov: 'CKV2_AWS_61',
  severity: 'low',
  appliesTo: ['aws_s3_bucket'],
  fix: 'Add an aws_s3_bucket_lifecycle_configuration.',
  check: (bucket, all) =>
    mustStandBeside(bucket, all, {
      type: 'aws_s3_bucket_lifecycle_configuration',
      by: 'bucket',
      expected: 'a lifecycle of the bucket',
    }),
}
