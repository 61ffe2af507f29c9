import { mustNotBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const ecsNoPublicAddress: Rule = {
  id: 'ecs-no-public-address',
  title: 'Tasks have no public address',
  row: 60,
  checkov: 'CKV_AWS_333',
  severity: 'high',
  appliesTo: ['aws_ecs_service'],
  fix: 'Leave assign_public_ip off.',
  check: (service) => mustNotBe(service, 'network_configuration.assign_public_ip', true),
}
