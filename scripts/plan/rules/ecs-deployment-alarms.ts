import { mustBe, mustBeSet } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const ecsDeploymentAlarms: Rule = {
  id: 'ecs-deployment-alarms',
  title: 'A release during which an alarm rings is taken back',
  row: 'own',
  severity: 'high',
  appliesTo: ['aws_ecs_service'],
  fix: 'Set alarms with enable, rollback and names.',
  check: (service) => [
    ...mustBe(service, 'alarms.enable', true),
    ...mustBe(service, 'alarms.rollback', true),
    ...mustBeSet(service, 'alarms.alarm_names', 'names of alarms'),
  ],
}
