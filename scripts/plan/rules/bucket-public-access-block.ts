import { mustStandBeside } from '../judge/beside'
import type { Rule } from '../judge/rule'

export const bucketPublicAccessBlock: Rule = {
  id: 'bucket-public-access-block',
  title: 'Every bucket blocks public access',
  row: 32,
  checkov: 'CKV2_AWS_6',
  trivy: 'AWS-0094',
  severity: 'critical',
  appliesTo: ['aws_s3_bucket'],
  fix: 'Add an aws_s3_bucket_public_access_block.',
  check: (bucket, all) =>
    mustStandBeside(bucket, all, {
      type: 'aws_s3_bucket_public_access_block',
      by: 'bucket',
      expected: 'a public access block of the bucket',
    }),
}
