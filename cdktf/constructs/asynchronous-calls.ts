import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config'
import { Construct } from 'constructs'
import type { FailureQueue } from './failure-queue'
import type { LambdaFunction } from './lambda-function'
import type { RoleStatement } from './service-role'

export interface AsynchronousCallsProps {
  readonly function: LambdaFunction
  /** Gets the event and the error of a call that failed for good. The function's role must be able to send to it. */
  readonly failures: FailureQueue
  /** Further tries after the first. @default 2 */
  readonly maximumRetryAttempts?: number
  /** An event older than this is not tried any more. @default 3600 */
  readonly maximumEventAgeSeconds?: number
}

const RETRY_ATTEMPTS = 2
const EVENT_AGE_SECONDS = 3600

/** What happens to events of S3 and of schedules, where nobody waits for the answer: retries, then the failure queue. */
export class AsynchronousCalls extends Construct {
  constructor(scope: Construct, id: string, props: AsynchronousCallsProps) {
    super(scope, id)
    new LambdaFunctionEventInvokeConfig(this, 'config', {
      functionName: props.function.function.functionName,
      qualifier: props.function.alias.name,
      maximumRetryAttempts: props.maximumRetryAttempts ?? RETRY_ATTEMPTS,
      maximumEventAgeInSeconds: props.maximumEventAgeSeconds ?? EVENT_AGE_SECONDS,
      destinationConfig: { onFailure: { destination: props.failures.queue.arn } },
    })
  }
}

/** What the role needs with which the failed event is sent: the function's own, or that of a schedule. */
export function sendFailuresStatement(queueArn: string): RoleStatement {
  return { sid: 'SendFailures', actions: ['sqs:SendMessage'], resources: [queueArn] }
}
