import { mustStandBeside } from '../judge/beside'
import { mustBe, shown } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const bucketAclsDisabled: Rule = {
  id: 'bucket-acls-disabled',
  title: 'ACLs are disabled, so no object has an owner or reader of its own',
  row: 43,
  checkov: 'CKV2_AWS_65, CKV_AWS_20, CKV_AWS_57, CKV_AWS_375',
  trivy: 'AWS-0092',
  severity: 'high',
  appliesTo: ['aws_s3_bucket', 'aws_s3_bucket_acl'],
  fix: 'Add an aws_s3_bucket_ownership_controls with BucketOwnerEnforced; use no aws_s3_bucket_acl.',
  check: (resource, all) =>
    resource.type === 'aws_s3_bucket_acl'
      ? [{ attribute: 'acl', found: shown(resource.values['acl']), expected: 'no ACL' }]
      : mustStandBeside(resource, all, {
          type: 'aws_s3_bucket_ownership_controls',
          by: 'bucket',
          expected: 'ownership controls of the bucket',
          check: (controls) => mustBe(controls, 'rule.object_ownership', 'BucketOwnerEnforced'),
        }),
}
