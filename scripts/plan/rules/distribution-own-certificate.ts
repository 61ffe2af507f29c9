import { mustBeSet } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const distributionOwnCertificate: Rule = {
  id: 'distribution-own-certificate',
  title: 'Distributions have a certificate of their own',
  row: 74,
  checkov: 'CKV2_AWS_42',
  severity: 'low',
  appliesTo: ['aws_cloudfront_distribution'],
  fix: 'Set viewer_certificate.acm_certificate_arn.',
  check: (distribution) => mustBeSet(distribution, 'viewer_certificate.acm_certificate_arn', 'a certificate'),
}
