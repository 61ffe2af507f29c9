import { partName, prefix } from './names'
import { shortName } from './short-name'
import type { Target } from './target'

// Names in ECS, ECR and the load balancer: the backend stack makes what they name, the deploy tool works on it.

type Named = Pick<Target, 'system' | 'environmentName' | 'environment'>

/** Each service runs as two services of ECS. One takes the traffic; the other one has no tasks until the next release. */
export const COLOURS = ['blue', 'green'] as const
export type Colour = (typeof COLOURS)[number]

/** Longest name of a load balancer or target group. */
export const LOAD_BALANCER_NAME_MAX = 32
const ROLE_NAME_MAX = 64

/** `aiuteur-dev/api`, `studio-dev/everlink/everlink`. */
export function repositoryName(t: Named, app: string, service: string): string {
  return [prefix(t), ...(app === t.system.name ? [] : [app]), service].join('/')
}

/** Task definitions that the deploy tool registers, and the only ones that ever run. */
function taskFamily(t: Named, app: string, service: string): string {
  return partName(t, app, service)
}

/** Task definition that Terraform writes: everything but the image. The deploy tool copies its newest revision. */
export function taskTemplateFamily(t: Named, app: string, service: string): string {
  return `${taskFamily(t, app, service)}-template`
}

export function containerName(service: string): string {
  return service
}

/** `aiuteur-dev-api-blue`, in ECS; `part` is the `partName` of the service. */
export function colourName(part: string, colour: Colour): string {
  return `${part}-${colour}`
}

export function targetGroupName(part: string, colour: Colour): string {
  return shortName(colourName(part, colour), LOAD_BALANCER_NAME_MAX)
}

export function loadBalancerName(t: Named): string {
  return shortName(`${prefix(t)}-public`, LOAD_BALANCER_NAME_MAX)
}

/** Of the agent that fetches image and secrets and writes logs. */
export function executionRoleName(t: Named, app: string, service: string): string {
  return shortName(`${partName(t, app, service)}-execution`, ROLE_NAME_MAX)
}

/** Of the program itself. */
export function taskRoleName(t: Named, app: string, service: string): string {
  return shortName(`${partName(t, app, service)}-task`, ROLE_NAME_MAX)
}
