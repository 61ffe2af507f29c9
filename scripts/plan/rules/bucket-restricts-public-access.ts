import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const bucketRestrictsPublicAccess: Rule = {
  id: 'bucket-restricts-public-access',
  title: 'A public policy would let in this account alone',
  row: 36,
  checkov: 'CKV_AWS_56',
  trivy: 'AWS-0093',
  severity: 'high',
  appliesTo: ['aws_s3_bucket_public_access_block'],
  fix: 'Set restrict_public_buckets.',
  check: (access) => mustBe(access, 'restrict_public_buckets', true),
}
