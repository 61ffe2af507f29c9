import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'
import type { PlannedResource } from '../resources/resource'

export const loadBalancerDropsInvalidHeaders: Rule = {
  id: 'load-balancer-drops-invalid-headers',
  title: 'Load balancers drop headers that are not legal',
  row: 50,
  checkov: 'CKV_AWS_131',
  trivy: 'AWS-0052',
  severity: 'high',
  appliesTo: ['aws_lb', 'aws_alb'],
  fix: 'Set drop_invalid_header_fields.',
  check: (balancer) => (isApplication(balancer) ? mustBe(balancer, 'drop_invalid_header_fields', true) : []),
}

function isApplication({ values }: PlannedResource): boolean {
  return (values['load_balancer_type'] ?? 'application') === 'application'
}
