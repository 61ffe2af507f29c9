import { functionsOf, queuesOf, type Part } from './functions-of'
import { functionName, queueName } from './names'
import type { FunctionOfApp } from './schema'
import { stacksOf } from './stacks-of'
import type { Target } from './target'

/** Where work of a queue or function ends that failed for good. */
export function failureQueueName(name: string): string {
  return `${name}-failed`
}

/** Whether nobody waits for the function's answer: it is started by an object or by the time. */
export function isStartedByEvents({ schedule, bucketEvents }: FunctionOfApp): boolean {
  return schedule !== undefined || bucketEvents !== undefined
}

/** Every queue in SQS, those for failed work included. */
export function queueNamesOf(t: Target): string[] {
  if (!stacksOf(t).includes('functions')) return []
  const queues = queuesOf(t).map(({ app, name }) => queueName(t, app, name))
  const functions = functionsOf(t)
    .filter(({ settings }: Part<FunctionOfApp>) => isStartedByEvents(settings))
    .map(({ app, name }) => functionName(t, app, name))
  return [...queues.flatMap((name) => [name, failureQueueName(name)]), ...functions.map(failureQueueName)]
}
