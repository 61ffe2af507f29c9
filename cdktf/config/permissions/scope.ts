import { prefix } from '../names'
import type { Target } from '../target'

type Scoped = Pick<Target, 'system' | 'environmentName' | 'environment'>

/** `arnOf(t, 'ecs', 'cluster/{prefix}')` -> `arn:aws:ecs:us-east-1:123456789012:cluster/aiuteur-dev`. */
export function arnOf(t: Scoped, service: string, resource: string): string {
  const { region, accountId } = t.environment
  return `arn:aws:${service}:${region}:${accountId}:${resource.replace('{prefix}', prefix(t))}`
}

/** Condition values: the thing carries the tags of this system and environment. */
export function ofThisTarget({ system, environmentName }: Scoped): Record<string, string> {
  return { 'aws:ResourceTag/system': system.name, 'aws:ResourceTag/environment': environmentName }
}
