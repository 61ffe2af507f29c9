import { bucketOriginsOf } from '../judge/distribution'
import { mustBeSet, textOf } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const distributionSignsForBuckets: Rule = {
  id: 'distribution-signs-for-buckets',
  title: 'Buckets behind a distribution answer nobody else',
  row: 73,
  checkov: 'CKV2_AWS_46',
  severity: 'high',
  appliesTo: ['aws_cloudfront_distribution'],
  fix: 'Give the origin an origin_access_control_id.',
  check: (distribution) =>
    bucketOriginsOf(distribution).flatMap((origin) =>
      mustBeSet(origin, 'origin_access_control_id', 'an origin access control').map((fault) => ({
        ...fault,
        attribute: `origin ${textOf(origin['origin_id'])}: ${fault.attribute}`,
      })),
    ),
}
