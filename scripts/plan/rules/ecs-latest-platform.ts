import { requires } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const ecsLatestPlatform: Rule = {
  id: 'ecs-latest-platform',
  title: 'Tasks run on the latest Fargate platform',
  row: 61,
  checkov: 'CKV_AWS_332',
  severity: 'low',
  appliesTo: ['aws_ecs_service'],
  fix: 'Leave platform_version out, or set it to LATEST.',
  check: (service) =>
    requires(service, 'platform_version', {
      expected: 'LATEST',
      holds: (version) => version === undefined || version === 'LATEST',
    }),
}
