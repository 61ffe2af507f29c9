import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const bucketBlocksPublicPolicy: Rule = {
  id: 'bucket-blocks-public-policy',
  title: 'Nobody can give a bucket a public policy',
  row: 34,
  checkov: 'CKV_AWS_54',
  trivy: 'AWS-0087',
  severity: 'high',
  appliesTo: ['aws_s3_bucket_public_access_block'],
  fix: 'Set block_public_policy.',
  check: (access) => mustBe(access, 'block_public_policy', true),
}
