import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const loadBalancerDeletionProtection: Rule = {
  id: 'load-balancer-deletion-protection',
  title: 'Load balancers refuse to be deleted',
  row: 51,
  checkov: 'CKV_AWS_150',
  severity: 'medium',
  appliesTo: ['aws_lb', 'aws_alb'],
  fix: 'Set enable_deletion_protection.',
  check: (balancer) => mustBe(balancer, 'enable_deletion_protection', true),
}
