import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping'
import { Construct } from 'constructs'
import type { LambdaFunction } from './lambda-function'
import type { RoleStatement } from './service-role'
import type { WorkQueue } from './work-queue'

export interface QueueConsumerProps {
  readonly queue: WorkQueue
  readonly function: LambdaFunction
  /** Messages in one invocation. @default 10 */
  readonly batchSize?: number
  /** Invocations at once: keeps a full queue from taking the whole account's concurrency. @default 10 */
  readonly maximumConcurrency?: number
}

const BATCH_SIZE = 10
const MAXIMUM_CONCURRENCY = 10

/** AWS asks for it: a throttled batch is retried, and must not be handed to another consumer meanwhile. */
const VISIBILITY_TIMEOUTS = 6

/** Hands messages to a function. The function names the ones that failed, so the others do not come back. */
export class QueueConsumer extends Construct {
  constructor(scope: Construct, id: string, props: QueueConsumerProps) {
    super(scope, id)
    new LambdaEventSourceMapping(this, 'mapping', {
      eventSourceArn: props.queue.queue.arn,
      functionName: props.function.alias.arn,
      batchSize: props.batchSize ?? BATCH_SIZE,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: props.maximumConcurrency ?? MAXIMUM_CONCURRENCY },
    })
  }
}

/** Visibility timeout of a queue for the timeout of the function that works on it. */
export function visibilityTimeoutFor(functionTimeoutSeconds: number): number {
  return VISIBILITY_TIMEOUTS * functionTimeoutSeconds
}

/** What the function's role needs: Lambda polls the queue with it. The key of the queue is allowed elsewhere. */
export function consumerStatement(queueArn: string): RoleStatement {
  return {
    sid: 'Consume',
    actions: [
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
    ],
    resources: [queueArn],
  }
}
