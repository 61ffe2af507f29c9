import { asList, asValues, type PlannedResource, type Values } from '../resources/resource'
import { notJudged } from './faults'
import { jsonAlternatives } from './json-text'
import type { Fault } from './rule'

const ARGUMENT = 'container_definitions'

/** The containers of a task definition; undefined where they cannot be read before the apply. */
export function containersOf(taskDefinition: PlannedResource): readonly Values[] | undefined {
  const alternatives = jsonAlternatives(taskDefinition.values[ARGUMENT])
  return alternatives
    ?.flatMap(asList)
    .map(asValues)
    .filter((container) => container !== undefined)
}

/** Judges every container of a task definition. */
export function eachContainer(
  taskDefinition: PlannedResource,
  check: (container: Values) => readonly Fault[],
): readonly Fault[] {
  const containers = containersOf(taskDefinition)
  if (containers === undefined) {
    return [notJudged(ARGUMENT, 'definitions that can be read', taskDefinition.values[ARGUMENT])]
  }
  return containers.flatMap((container) =>
    check(container).map((fault) => ({
      ...fault,
      attribute: `container ${String(container['name'])}: ${fault.attribute}`,
    })),
  )
}
