import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule'
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target'
import { GuarddutyDetector } from '@cdktf/provider-aws/lib/guardduty-detector'
import { GuarddutyDetectorFeature } from '@cdktf/provider-aws/lib/guardduty-detector-feature'
import { Construct } from 'constructs'
import type { AlarmTopic } from './alarm-topic'

export interface ThreatDetectorProps {
  /** Of the rule that tells the topic. */
  readonly name: string
  /** It must admit events.amazonaws.com. */
  readonly topic: AlarmTopic
}

/**
 * What there is to watch here: objects, sign-ins to RDS, where functions and tasks connect to. Each is paid by volume after
 * 30 days. One word per resource and no `additional_configuration`: GuardDuty answers those in an order of its own,
 * and every plan would show a change.
 */
const FEATURES = ['S3_DATA_EVENTS', 'RDS_LOGIN_EVENTS', 'LAMBDA_NETWORK_LOGS'] as const

/** GuardDuty calls 7 and above high: act now. Below that its console is enough. */
const SEVERITY_MIN = 7

/** GuardDuty for an account and region, where one detector exists at most. High findings go to the alarm topic. */
export class ThreatDetector extends Construct {
  constructor(scope: Construct, id: string, { name, topic }: ThreatDetectorProps) {
    super(scope, id)
    const detector = new GuarddutyDetector(this, 'detector', {
      enable: true,
      findingPublishingFrequency: 'FIFTEEN_MINUTES',
    })
    for (const feature of FEATURES) {
      new GuarddutyDetectorFeature(this, feature.toLowerCase().replaceAll('_', '-'), {
        detectorId: detector.id,
        name: feature,
        status: 'ENABLED',
      })
    }
    const rule = new CloudwatchEventRule(this, 'findings', {
      name,
      description: `GuardDuty findings of severity ${SEVERITY_MIN} and above`,
      eventPattern: JSON.stringify({
        source: ['aws.guardduty'],
        'detail-type': ['GuardDuty Finding'],
        detail: { severity: [{ numeric: ['>=', SEVERITY_MIN] }] },
      }),
    })
    new CloudwatchEventTarget(this, 'tell', { rule: rule.name, targetId: 'alarms', arn: topic.topic.arn })
  }
}
