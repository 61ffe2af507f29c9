import { mustNotBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const subnetNoPublicAddress: Rule = {
  id: 'subnet-no-public-address',
  title: 'Subnets give no public address by themselves',
  row: 3,
  checkov: 'CKV_AWS_130',
  trivy: 'AWS-0164',
  severity: 'high',
  appliesTo: ['aws_subnet'],
  fix: 'Leave map_public_ip_on_launch off.',
  check: (subnet) => mustNotBe(subnet, 'map_public_ip_on_launch', true),
}
