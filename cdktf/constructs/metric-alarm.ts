import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmMetricQuery,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm'
import { Construct } from 'constructs'

export interface Metric {
  /** `AWS/RDS` */
  readonly namespace: string
  readonly metricName: string
  readonly dimensions: Readonly<Record<string, string>>
  /** `Average`, `Sum`, `p95` … */
  readonly stat: string
}

export interface MetricAlarmProps {
  readonly name: string
  /** What is wrong and where to look first: it stands in the message. */
  readonly description: string
  readonly topicArn: string
  /** By the name used in `expression`. One metric alone needs no expression. */
  readonly metrics: Readonly<Record<string, Metric>>
  /** Metric maths, for example `100 * errors / requests`. @default the one metric */
  readonly expression?: string
  readonly comparisonOperator: 'GreaterThanThreshold' | 'LessThanThreshold'
  readonly threshold: number
  readonly periodSeconds: number
  /** Periods looked at. */
  readonly evaluationPeriods: number
  /** Of those, so many have to be bad. @default all */
  readonly datapointsToAlarm?: number
  /** @default 'notBreaching': nothing happened is not an error */
  readonly treatMissingData?: 'notBreaching' | 'breaching' | 'missing'
}

const RESULT = 'result'

/** Tells the topic when something goes bad, and when it is well again. */
export class MetricAlarm extends Construct {
  readonly alarm: CloudwatchMetricAlarm

  constructor(scope: Construct, id: string, props: MetricAlarmProps) {
    super(scope, id)
    this.alarm = new CloudwatchMetricAlarm(this, 'alarm', {
      alarmName: props.name,
      alarmDescription: props.description,
      alarmActions: [props.topicArn],
      okActions: [props.topicArn],
      comparisonOperator: props.comparisonOperator,
      threshold: props.threshold,
      evaluationPeriods: props.evaluationPeriods,
      datapointsToAlarm: props.datapointsToAlarm ?? props.evaluationPeriods,
      treatMissingData: props.treatMissingData ?? 'notBreaching',
      metricQuery: queries(props),
    })
  }
}

function queries({
  metrics,
  expression,
  periodSeconds,
}: MetricAlarmProps): CloudwatchMetricAlarmMetricQuery[] {
  const named = Object.entries(metrics).map(([id, { dimensions, ...metric }]) => ({
    id,
    returnData: expression === undefined,
    metric: { ...metric, period: periodSeconds, dimensions: { ...dimensions } },
  }))
  return expression === undefined
    ? named
    : [...named, { id: RESULT, expression, label: RESULT, returnData: true }]
}
