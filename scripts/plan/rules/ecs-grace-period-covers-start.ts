import { containersOf } from '../judge/containers'
import { notJudged, requires } from '../judge/faults'
import type { Inventory } from '../judge/inventory'
import type { Rule } from '../judge/rule'
import { asValues, block, type PlannedResource } from '../resources/resource'

const EXPECTED = "startPeriod of the container's health check, or more"

export const ecsGracePeriodCoversStart: Rule = {
  id: 'ecs-grace-period-covers-start',
  title: 'No task is replaced while it is still starting',
  row: 'own',
  severity: 'medium',
  appliesTo: ['aws_ecs_service'],
  fix: "Set health_check_grace_period_seconds to startPeriod of the container's health check, or more.",
  exception: 'Services without a load balancer have no grace period.',
  check: (service, all) => {
    if (block(service.values, 'load_balancer').length === 0) return []
    const start = startSeconds(service, all)
    if (start === undefined) return [notJudged('health_check_grace_period_seconds', EXPECTED, undefined)]
    return requires(service, 'health_check_grace_period_seconds', {
      expected: `${start} seconds or more`,
      holds: (grace) => typeof grace === 'number' && grace >= start,
    })
  },
}

/** Of the slowest container; a container without a health check counts as starting at once. */
function startSeconds(service: PlannedResource, all: Inventory): number | undefined {
  const definition = all.named(service, 'task_definition', 'aws_ecs_task_definition')
  const containers = definition && containersOf(definition)
  return containers?.reduce((longest, container) => {
    const start = asValues(container['healthCheck'])?.['startPeriod']
    return typeof start === 'number' ? Math.max(longest, start) : longest
  }, 1)
}
