import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule'
import { Construct } from 'constructs'
import { sendFailuresStatement } from './asynchronous-calls'
import type { FailureQueue } from './failure-queue'
import type { LambdaFunction } from './lambda-function'
import { ServiceRole } from './service-role'

export interface ScheduleProps {
  readonly name: string
  /** Of the role with which EventBridge starts the function. */
  readonly roleName: string
  readonly description: string
  /** `cron(…)` or `rate(…)`, in UTC. */
  readonly scheduleExpression: string
  readonly function: LambdaFunction
  /** Gets the starts that EventBridge could not hand over. */
  readonly failures: FailureQueue
  /** Key of the failure queue. */
  readonly kmsKeyArn: string
  readonly accountId: string
  readonly permissionsBoundary: string
  /** @default 3 */
  readonly maximumRetryAttempts?: number
  /** A start later than this is not worth it. @default 3600 */
  readonly maximumEventAgeSeconds?: number
}

const RETRY_ATTEMPTS = 3
const EVENT_AGE_SECONDS = 3600

/**
 * Starts a function at given times. EventBridge Scheduler and not a rule: it sends to the failure queue with its own role, so
 * neither queue nor key has to admit a service.
 */
export class Schedule extends Construct {
  constructor(scope: Construct, id: string, props: ScheduleProps) {
    super(scope, id)
    const role = new ServiceRole(this, 'role', {
      name: props.roleName,
      description: `Starts ${props.name}`,
      service: 'scheduler.amazonaws.com',
      accountId: props.accountId,
      permissionsBoundary: props.permissionsBoundary,
      statements: [
        { sid: 'Start', actions: ['lambda:InvokeFunction'], resources: [props.function.alias.arn] },
        sendFailuresStatement(props.failures.queue.arn),
        { sid: 'QueueKey', actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [props.kmsKeyArn] },
      ],
    })
    new SchedulerSchedule(this, 'schedule', {
      name: props.name,
      description: props.description,
      scheduleExpression: props.scheduleExpression,
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: props.function.alias.arn,
        roleArn: role.role.arn,
        // By it the program tells a start from a request, and a late or repeated one from the next. Scheduler fills in the time.
        input: JSON.stringify({ source: 'schedule', time: '<aws.scheduler.scheduled-time>' }),
        deadLetterConfig: { arn: props.failures.queue.arn },
        retryPolicy: {
          maximumRetryAttempts: props.maximumRetryAttempts ?? RETRY_ATTEMPTS,
          maximumEventAgeInSeconds: props.maximumEventAgeSeconds ?? EVENT_AGE_SECONDS,
        },
      },
    })
  }
}
