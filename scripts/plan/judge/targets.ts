import type { PlannedResource } from '../resources/resource'

/** `prod` of `aiuteur-prod-database`: names of stacks end in environment and stack. */
export function isProduction({ stack }: PlannedResource): boolean {
  return /-prod-[a-z]+$/.test(stack)
}
