import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue'
import { Construct } from 'constructs'
import { FailureQueue } from './failure-queue'
import { MetricAlarm } from './metric-alarm'

export interface WorkQueueProps {
  readonly name: string
  /** ARN of this queue: its dead-letter queue names it before it exists. */
  readonly arn: string
  readonly failureQueueName: string
  readonly kmsKeyArn: string
  readonly alarmTopicArn: string
  /** Longest that a consumer works on a message; after it another one may take it. */
  readonly visibilityTimeoutSeconds: number
  /** Deliveries before a message counts as failed. @default 3 */
  readonly maxReceiveCount?: number
  /** Age of the oldest message that raises the alarm. @default 900 */
  readonly maxAgeSeconds?: number
}

const MAX_RECEIVE_COUNT = 3
const MAX_AGE_SECONDS = 900
/** Twice the default: a weekend with nobody there. */
const RETENTION_SECONDS = 8 * 86_400
/** Fewer empty answers, and messages arrive as soon as with short polling. */
const LONG_POLL_SECONDS = 20
const PERIOD_SECONDS = 300

/** An encrypted queue with a dead-letter queue, and an alarm when nobody keeps up. */
export class WorkQueue extends Construct {
  readonly queue: SqsQueue
  readonly failures: FailureQueue

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id)
    const maxReceiveCount = props.maxReceiveCount ?? MAX_RECEIVE_COUNT
    this.failures = new FailureQueue(this, 'failures', {
      name: props.failureQueueName,
      holds: `messages of ${props.name} that failed ${maxReceiveCount} times`,
      kmsKeyArn: props.kmsKeyArn,
      alarmTopicArn: props.alarmTopicArn,
      sourceQueueArn: props.arn,
    })
    this.queue = new SqsQueue(this, 'queue', {
      name: props.name,
      kmsMasterKeyId: props.kmsKeyArn,
      messageRetentionSeconds: RETENTION_SECONDS,
      receiveWaitTimeSeconds: LONG_POLL_SECONDS,
      visibilityTimeoutSeconds: props.visibilityTimeoutSeconds,
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: this.failures.queue.arn, maxReceiveCount }),
    })
    this.addAgeAlarm(props)
  }

  private addAgeAlarm({ name, alarmTopicArn, maxAgeSeconds }: WorkQueueProps): void {
    const threshold = maxAgeSeconds ?? MAX_AGE_SECONDS
    new MetricAlarm(this, 'age', {
      name: `${name}-age`,
      description: `The oldest message of ${name} waits longer than ${threshold} s. Look whether its consumer runs.`,
      topicArn: alarmTopicArn,
      metrics: {
        age: {
          namespace: 'AWS/SQS',
          metricName: 'ApproximateAgeOfOldestMessage',
          dimensions: { QueueName: name },
          stat: 'Maximum',
        },
      },
      comparisonOperator: 'GreaterThanThreshold',
      threshold,
      periodSeconds: PERIOD_SECONDS,
      evaluationPeriods: 2,
    })
  }
}
