import { mustStandBeside } from '../judge/beside'
import type { Rule } from '../judge/rule'
import { block } from '../resources/resource'

export const distributionLogs: Rule = {
  id: 'distribution-logs',
  title: 'Distributions log every request',
  row: 70,
  checkov: 'CKV_AWS_86',
  trivy: 'AWS-0010',
  severity: 'medium',
  appliesTo: ['aws_cloudfront_distribution'],
  fix: 'Add logging_config, or a log delivery source for the distribution.',
  check: (distribution, all) =>
    block(distribution.values, 'logging_config').length > 0
      ? []
      : mustStandBeside(distribution, all, {
          type: 'aws_cloudwatch_log_delivery_source',
          by: 'resource_arn',
          expected: 'a delivery of its access logs',
        }),
}
