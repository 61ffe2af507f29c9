import { mustStandBeside } from '../judge/beside'
import type { Rule } from '../judge/rule'

export const loadBalancerBehindWebAcl: Rule = {
  id: 'load-balancer-behind-web-acl',
  title: 'A web ACL stands before every load balancer of the internet',
  row: 53,
  checkov: 'CKV2_AWS_28, CKV2_AWS_76',
  severity: 'high',
  appliesTo: ['aws_lb', 'aws_alb'],
  fix: 'Add an aws_wafv2_web_acl_association for the load balancer.',
  check: (balancer, all) =>
    balancer.values['internal'] === true || balancer.values['load_balancer_type'] === 'network'
      ? []
      : mustStandBeside(balancer, all, {
          type: 'aws_wafv2_web_acl_association',
          by: 'resource_arn',
          expected: 'a web ACL of the load balancer',
        }),
}
