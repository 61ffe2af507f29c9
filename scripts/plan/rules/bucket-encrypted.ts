import { mustStandBeside } from '../judge/beside'
import { requires } from '../judge/faults'
import { receivesLogs } from '../judge/log-buckets'
import type { Rule } from '../judge/rule'

const ALGORITHM = 'rule.apply_server_side_encryption_by_default.sse_algorithm'

export const bucketEncrypted: Rule = {
  id: 'bucket-encrypted',
  title: 'Buckets are encrypted by KMS',
  row: 37,
  checkov: 'CKV_AWS_19, CKV_AWS_145',
  trivy: 'AWS-0132',
  severity: 'critical',
  appliesTo: ['aws_s3_bucket'],
  fix: 'Add an aws_s3_bucket_server_side_encryption_configuration with aws:kms.',
  exception:
    'A bucket that receives the logs of S3 or of load balancers: neither delivers to a bucket under KMS.',
  check: (bucket, all) =>
    mustStandBeside(bucket, all, {
      type: 'aws_s3_bucket_server_side_encryption_configuration',
      by: 'bucket',
      expected: 'encryption of the bucket',
      check: (encryption) =>
        requires(encryption, ALGORITHM, {
          expected: 'aws:kms',
          holds: (algorithm) =>
            algorithm === 'aws:kms' ||
            algorithm === 'aws:kms:dsse' ||
            (algorithm === 'AES256' && receivesLogs(bucket, all)),
        }),
    }),
}
