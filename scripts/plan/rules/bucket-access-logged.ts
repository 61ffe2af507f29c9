import { mustStandBeside } from '../judge/beside'
import { receivesLogs } from '../judge/log-buckets'
import type { Rule } from '../judge/rule'

export const bucketAccessLogged: Rule = {
  id: 'bucket-access-logged',
  title: 'Access to buckets is logged',
  row: 39,
  checkov: 'CKV_AWS_18',
  trivy: 'AWS-0089',
  severity: 'medium',
  appliesTo: ['aws_s3_bucket'],
  fix: 'Add an aws_s3_bucket_logging.',
  exception: 'A bucket that receives the logs of others: it would log its own log.',
  check: (bucket, all) =>
    receivesLogs(bucket, all)
      ? []
      : mustStandBeside(bucket, all, {
          type: 'aws_s3_bucket_logging',
          by: 'bucket',
          expected: 'access logs of the bucket',
        }),
}
