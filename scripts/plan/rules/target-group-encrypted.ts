import { requires } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const targetGroupEncrypted: Rule = {
  id: 'target-group-encrypted',
  title: 'Load balancers speak HTTPS to their targets',
  row: 55,
  checkov: 'CKV_AWS_378',
  severity: 'low',
  appliesTo: ['aws_lb_target_group', 'aws_alb_target_group'],
  fix: 'Set protocol HTTPS, or waive it where the way is inside the VPC between two groups that name each other.',
  check: (group) =>
    group.values['target_type'] === 'lambda'
      ? []
      : requires(group, 'protocol', {
          expected: 'HTTPS or TLS',
          holds: (protocol) => protocol === 'HTTPS' || protocol === 'TLS',
        }),
}
