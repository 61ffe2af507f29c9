import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const bucketBlocksPublicAcls: Rule = {
  id: 'bucket-blocks-public-acls',
  title: 'Nobody can give an object a public ACL',
  row: 33,
  checkov: 'CKV_AWS_53',
  trivy: 'AWS-0086',
  severity: 'high',
  appliesTo: ['aws_s3_bucket_public_access_block'],
  fix: 'Set block_public_acls.',
  check: (access) => mustBe(access, 'block_public_acls', true),
}
