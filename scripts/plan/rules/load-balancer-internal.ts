import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const loadBalancerInternal: Rule = {
  id: 'load-balancer-internal',
  title: 'Load balancers are inside the VPC',
  row: 56,
  trivy: 'AWS-0053',
  severity: 'low',
  appliesTo: ['aws_lb', 'aws_alb'],
  fix: 'Set internal, or waive it for the one door of the system.',
  check: (balancer) => mustBe(balancer, 'internal', true),
}
