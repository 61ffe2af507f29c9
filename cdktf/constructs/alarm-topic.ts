import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic'
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy'
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription'
import { Construct } from 'constructs'
import type { EncryptionKey } from './encryption-key'

export interface AlarmTopicProps {
  readonly name: string
  readonly accountId: string
  readonly key: EncryptionKey
  /** Services that may publish. The key must admit them too. */
  readonly publishers: readonly string[]
  /** Rules of EventBridge publish too. The key must admit them. @default false */
  readonly eventRules?: boolean
  /** Each has to confirm once. @default none */
  readonly emails?: readonly string[]
}

/** An encrypted topic to which only the named services can publish. */
export class AlarmTopic extends Construct {
  readonly topic: SnsTopic

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id)
    this.topic = new SnsTopic(this, 'topic', { name: props.name, kmsMasterKeyId: props.key.key.arn })
    new SnsTopicPolicy(this, 'policy', {
      arn: this.topic.arn,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'ServicesPublish',
            Effect: 'Allow',
            Principal: { Service: props.publishers },
            Action: 'sns:Publish',
            Resource: this.topic.arn,
            Condition: { StringEquals: { 'aws:SourceAccount': props.accountId } },
          },
          ...(props.eventRules === true ? [eventRulesPublish(this.topic.arn)] : []),
        ],
      }),
    })
    for (const [i, endpoint] of (props.emails ?? []).entries()) {
      new SnsTopicSubscription(this, `email-${i}`, { topicArn: this.topic.arn, protocol: 'email', endpoint })
    }
  }
}

/**
 * EventBridge names no source when it publishes to a topic: a statement with a condition never lets it in.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
function eventRulesPublish(topicArn: string): object {
  return {
    Sid: 'EventRulesPublish',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: topicArn,
  }
}
