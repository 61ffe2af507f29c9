import { requires } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const loadBalancerDesyncDefensive: Rule = {
  id: 'load-balancer-desync-defensive',
  title: 'Load balancers refuse requests that two servers would read differently',
  row: 52,
  checkov: 'CKV_AWS_328',
  severity: 'medium',
  appliesTo: ['aws_lb', 'aws_alb'],
  fix: 'Set desync_mitigation_mode to defensive or strictest.',
  check: (balancer) =>
    requires(balancer, 'desync_mitigation_mode', {
      expected: 'defensive or strictest',
      // AWS's default is defensive.
      holds: (mode) => mode === undefined || mode === 'defensive' || mode === 'strictest',
    }),
}
