import { mustBeSet } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const distributionRootObject: Rule = {
  id: 'distribution-root-object',
  title: 'Distributions say what their root is',
  row: 74,
  checkov: 'CKV_AWS_305',
  severity: 'low',
  appliesTo: ['aws_cloudfront_distribution'],
  fix: 'Set default_root_object.',
  check: (distribution) => mustBeSet(distribution, 'default_root_object', 'an object, such as index.html'),
}
