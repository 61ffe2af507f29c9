import { mustBeSet } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const distributionBehindWebAcl: Rule = {
  id: 'distribution-behind-web-acl',
  title: 'A web ACL stands before every distribution',
  row: 71,
  checkov: 'CKV_AWS_68',
  trivy: 'AWS-0011',
  severity: 'high',
  appliesTo: ['aws_cloudfront_distribution'],
  fix: 'Set web_acl_id.',
  check: (distribution) => mustBeSet(distribution, 'web_acl_id', 'a web ACL of scope CLOUDFRONT'),
}
