import type { PlannedResource } from '../resources/resource'
import { absent } from './faults'
import type { Inventory } from './inventory'
import type { Fault } from './rule'

interface Beside {
  readonly type: string
  /** Argument of that type which names the resource. */
  readonly by: string
  readonly expected: string
  /** @default it is enough that one is there */
  readonly check?: (other: PlannedResource) => readonly Fault[]
}

/** Many settings are resources of their own: the versioning of a bucket, the flow log of a VPC. One has to be there and hold. */
export function mustStandBeside(
  resource: PlannedResource,
  all: Inventory,
  { type, by, expected, check = () => [] }: Beside,
): readonly Fault[] {
  const found = all.naming(resource, type, by)
  if (found.length === 0) return absent(type, expected)
  return found.flatMap((other) =>
    check(other).map((fault) => ({ ...fault, attribute: `${type}.${fault.attribute}` })),
  )
}
