import { behaviorsOf, pathOf } from '../judge/distribution'
import { mustBeSet, requires, textOf } from '../judge/faults'
import type { Rule } from '../judge/rule'

const YEAR_SECONDS = 31_536_000
const HSTS = 'security_headers_config.strict_transport_security.access_control_max_age_sec'

export const distributionSecurityHeaders: Rule = {
  id: 'distribution-security-headers',
  title: 'Distributions send security headers, HSTS among them',
  row: 72,
  checkov: 'CKV2_AWS_32, CKV_AWS_259',
  severity: 'medium',
  appliesTo: ['aws_cloudfront_distribution', 'aws_cloudfront_response_headers_policy'],
  fix: 'Set response_headers_policy_id in every behaviour, with strict_transport_security of a year in the policy.',
  check: (resource) =>
    resource.type === 'aws_cloudfront_distribution'
      ? behaviorsOf(resource).flatMap((behavior) =>
          mustBeSet(behavior, 'response_headers_policy_id', 'a policy').map((fault) => ({
            ...fault,
            attribute: `${pathOf(behavior)}: ${fault.attribute}`,
          })),
        )
      : requires(resource, HSTS, {
          expected: 'a year (31536000 seconds) or more',
          holds: (seconds) => Number(textOf(seconds)) >= YEAR_SECONDS,
        }),
}
