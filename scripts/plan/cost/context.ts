import { prefix } from '../../../cdktf/config/names'
import type { Target } from '../../../cdktf/config/target'
import type { PlannedResource } from '../resources/resource'
import type { CostContext } from './item'
import type { Usage } from './usage'

/** What is needed to price one target, out of the resources of all. */
export function costContext(
  target: Target,
  resources: readonly PlannedResource[],
  usage: Usage,
): CostContext {
  const tasks = Object.entries(target.environment.services).flatMap(([app, services]) =>
    Object.entries(services).map(
      ([service, { desiredCount }]) => [`${app}/${service}`, desiredCount] as const,
    ),
  )
  return {
    usage,
    tasks: Object.fromEntries(tasks),
    resources: resources.filter(({ stack }) => stack.startsWith(`${prefix(target)}-`)),
  }
}
