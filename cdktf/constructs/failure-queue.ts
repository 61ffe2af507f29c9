import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue'
import { Construct } from 'constructs'
import { MetricAlarm } from './metric-alarm'

export interface FailureQueueProps {
  readonly name: string
  /** What ends up here, for the alarm's message: `messages of …`. */
  readonly holds: string
  readonly kmsKeyArn: string
  readonly alarmTopicArn: string
  /** Queue whose messages come here by redrive. @default none: services send here by their role */
  readonly sourceQueueArn?: string
}

/** Longest that SQS keeps a message: time to mend what failed and to start it again. */
const RETENTION_SECONDS = 14 * 86_400
const PERIOD_SECONDS = 300

/**
 * Where work ends that failed for good; anything in it raises the alarm. It has no policy, so it is reached by IAM of this
 * account alone.
 */
export class FailureQueue extends Construct {
  readonly queue: SqsQueue

  constructor(scope: Construct, id: string, props: FailureQueueProps) {
    super(scope, id)
    // SQS redrives to a source queue alone: an event that a service gave up is sent to the function again by hand.
    const again = props.sourceQueueArn === undefined ? 'invoke the function with it' : 'redrive the queue'
    const allow =
      props.sourceQueueArn === undefined
        ? { redrivePermission: 'denyAll' }
        : { redrivePermission: 'byQueue', sourceQueueArns: [props.sourceQueueArn] }
    this.queue = new SqsQueue(this, 'queue', {
      name: props.name,
      kmsMasterKeyId: props.kmsKeyArn,
      messageRetentionSeconds: RETENTION_SECONDS,
      redriveAllowPolicy: JSON.stringify(allow),
    })
    new MetricAlarm(this, 'not-empty', {
      name: `${props.name}-not-empty`,
      description: `${props.name} holds ${props.holds}. Read one, mend the cause, then ${again}.`,
      topicArn: props.alarmTopicArn,
      metrics: {
        waiting: {
          namespace: 'AWS/SQS',
          metricName: 'ApproximateNumberOfMessagesVisible',
          dimensions: { QueueName: props.name },
          stat: 'Maximum',
        },
      },
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      periodSeconds: PERIOD_SECONDS,
      evaluationPeriods: 1,
    })
  }
}
