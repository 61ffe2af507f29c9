import { behaviorsOf, pathOf } from '../judge/distribution'
import { judge } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const distributionViewersByHttps: Rule = {
  id: 'distribution-viewers-by-https',
  title: 'Browsers reach distributions by HTTPS',
  row: 68,
  checkov: 'CKV_AWS_34',
  trivy: 'AWS-0012',
  severity: 'critical',
  appliesTo: ['aws_cloudfront_distribution'],
  fix: 'Set viewer_protocol_policy to redirect-to-https or https-only in every behaviour.',
  check: (distribution) =>
    behaviorsOf(distribution).flatMap((behavior) =>
      judge(`${pathOf(behavior)}: viewer_protocol_policy`, behavior['viewer_protocol_policy'], {
        expected: 'redirect-to-https or https-only',
        holds: (policy) => policy === 'redirect-to-https' || policy === 'https-only',
      }),
    ),
}
