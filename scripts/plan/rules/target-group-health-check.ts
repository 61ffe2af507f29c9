import { mustBeSet, mustNotBe, textOf } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const targetGroupHealthCheck: Rule = {
  id: 'target-group-health-check',
  title: 'Target groups look at a path that says whether the program is well',
  row: 54,
  checkov: 'CKV_AWS_261',
  severity: 'medium',
  appliesTo: ['aws_lb_target_group', 'aws_alb_target_group'],
  fix: 'Set health_check with a path.',
  check: (group) =>
    group.values['target_type'] === 'lambda' ||
    ['TCP', 'TLS', 'UDP'].includes(textOf(group.values['protocol']))
      ? []
      : [
          ...mustBeSet(group, 'health_check.path', 'a path'),
          ...mustNotBe(group, 'health_check.enabled', false),
        ],
}
