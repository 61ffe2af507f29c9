import { mustBe, mustBeSet } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const loadBalancerAccessLogs: Rule = {
  id: 'load-balancer-access-logs',
  title: 'Load balancers log every request',
  row: 49,
  checkov: 'CKV_AWS_91',
  severity: 'medium',
  appliesTo: ['aws_lb', 'aws_alb'],
  fix: 'Set access_logs with enabled.',
  check: (balancer) => [
    ...mustBe(balancer, 'access_logs.enabled', true),
    ...mustBeSet(balancer, 'access_logs.bucket', 'a bucket'),
  ],
}
