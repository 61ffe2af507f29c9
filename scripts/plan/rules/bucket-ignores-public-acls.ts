import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const bucketIgnoresPublicAcls: Rule = {
  id: 'bucket-ignores-public-acls',
  title: 'Public ACLs have no effect',
  row: 35,
  checkov: 'CKV_AWS_55',
  trivy: 'AWS-0091',
  severity: 'high',
  appliesTo: ['aws_s3_bucket_public_access_block'],
  fix: 'Set ignore_public_acls.',
  check: (access) => mustBe(access, 'ignore_public_acls', true),
}
