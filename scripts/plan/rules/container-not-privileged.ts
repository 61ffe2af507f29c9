import { eachContainer } from '../judge/containers'
import { mustNotBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const containerNotPrivileged: Rule = {
  id: 'container-not-privileged',
  title: 'Containers have no rights on their host',
  row: 62,
  checkov: 'CKV_AWS_334, CKV_AWS_335',
  severity: 'critical',
  appliesTo: ['aws_ecs_task_definition'],
  fix: 'Leave privileged, pid_mode and ipc_mode alone; run as a user, not root.',
  check: (definition) => [
    ...mustNotBe(definition, 'pid_mode', 'host'),
    ...mustNotBe(definition, 'ipc_mode', 'host'),
    ...eachContainer(definition, (container) => mustNotBe(container, 'privileged', true)),
  ],
}
