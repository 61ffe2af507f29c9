import { eachContainer } from '../judge/containers'
import { absent, mustBeSet } from '../judge/faults'
import type { Rule } from '../judge/rule'
import { asValues, block } from '../resources/resource'

export const containerHealthCheck: Rule = {
  id: 'container-health-check',
  title: 'Containers behind a load balancer say themselves whether they are well',
  row: 'own',
  severity: 'medium',
  appliesTo: ['aws_ecs_service'],
  fix: 'Give the container a healthCheck with startPeriod.',
  check: (service, all) => {
    if (block(service.values, 'load_balancer').length === 0) return []
    const definition = all.named(service, 'task_definition', 'aws_ecs_task_definition')
    return definition === undefined
      ? []
      : eachContainer(definition, (container) => {
          const check = asValues(container['healthCheck'])
          if (container['essential'] === false) return []
          return check === undefined
            ? absent('healthCheck', 'a health check')
            : mustBeSet(check, 'startPeriod', 'seconds')
        })
  },
}
