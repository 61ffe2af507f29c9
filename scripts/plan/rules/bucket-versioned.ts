import { mustStandBeside } from '../judge/beside'
import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const bucketVersioned: Rule = {
  id: 'bucket-versioned',
  title: 'Buckets keep earlier versions',
  row: 38,
  checkov: 'CKV_AWS_21',
  trivy: 'AWS-0090',
  severity: 'high',
  appliesTo: ['aws_s3_bucket'],
  fix: 'Add an aws_s3_bucket_versioning with status Enabled.',
  check: (bucket, all) =>
    mustStandBeside(bucket, all, {
      type: 'aws_s3_bucket_versioning',
      by: 'bucket',
      expected: 'versioning of the bucket',
      check: (versioning) => mustBe(versioning, 'versioning_configuration.status', 'Enabled'),
    }),
}
