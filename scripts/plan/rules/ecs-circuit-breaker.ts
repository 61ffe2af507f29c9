import { mustBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const ecsCircuitBreaker: Rule = {
  id: 'ecs-circuit-breaker',
  title: 'A release whose tasks do not start is taken back',
  row: 'own',
  severity: 'high',
  appliesTo: ['aws_ecs_service'],
  fix: 'Set deployment_circuit_breaker with enable and rollback.',
  check: (service) => [
    ...mustBe(service, 'deployment_circuit_breaker.enable', true),
    ...mustBe(service, 'deployment_circuit_breaker.rollback', true),
  ],
}
