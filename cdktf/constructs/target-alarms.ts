import type { Lb } from '@cdktf/provider-aws/lib/lb'
import type { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group'
import { Construct } from 'constructs'
import { MetricAlarm, type Metric, type MetricAlarmProps } from './metric-alarm'

export interface TargetAlarmsProps {
  /** Begins the names of the alarms. */
  readonly name: string
  readonly loadBalancer: Lb
  readonly targetGroup: LbTargetGroup
  readonly topicArn: string
  /** Answers with 5xx in percent of all. */
  readonly errorPercent: number
  /** 95th percentile of the answer time. */
  readonly latencyMs: number
  /** Longest time from start to the first good answer: a target counts as unhealthy until then. */
  readonly startSeconds: number
}

const MINUTE_SECONDS = 60
const EVALUATION_PERIODS = 3
/** Fewer requests in a minute say nothing about a share of them. */
const REQUESTS_MIN = 10

/** Alarms about what the load balancer sees of one target group. One without requests has no data, and that is well. */
export class TargetAlarms extends Construct {
  readonly errors: MetricAlarm
  readonly unhealthy: MetricAlarm

  constructor(scope: Construct, id: string, props: TargetAlarmsProps) {
    super(scope, id)
    const { name, errorPercent, latencyMs, startSeconds } = props
    this.errors = this.add('errors', props, {
      description: `More than ${errorPercent} % of the answers of ${name} are 5xx. Look at its logs.`,
      metrics: {
        errors: this.metric(props, 'HTTPCode_Target_5XX_Count', 'Sum'),
        requests: this.metric(props, 'RequestCount', 'Sum'),
      },
      // A minute without a 5xx has no data point at all.
      expression: `IF(requests >= ${REQUESTS_MIN}, 100 * FILL(errors, 0) / requests, 0)`,
      threshold: errorPercent,
    })
    this.add('latency', props, {
      description: `One in twenty answers of ${name} takes longer than ${latencyMs} ms. Look at database and CPU.`,
      metrics: { latency: this.metric(props, 'TargetResponseTime', 'p95') },
      threshold: latencyMs / 1000,
    })
    this.unhealthy = this.add('unhealthy', props, {
      description: `The load balancer finds tasks of ${name} unhealthy. Look at their health path and logs.`,
      metrics: { unhealthy: this.metric(props, 'UnHealthyHostCount', 'Maximum') },
      threshold: 0,
      // It takes a release back: not while its tasks are still starting.
      evaluationPeriods: EVALUATION_PERIODS + Math.floor(startSeconds / MINUTE_SECONDS),
    })
  }

  private add(
    id: string,
    { name, topicArn }: TargetAlarmsProps,
    alarm: Pick<MetricAlarmProps, 'description' | 'metrics' | 'expression' | 'threshold'> & {
      readonly evaluationPeriods?: number
    },
  ): MetricAlarm {
    return new MetricAlarm(this, id, {
      evaluationPeriods: EVALUATION_PERIODS,
      ...alarm,
      name: `${name}-${id}`,
      topicArn,
      comparisonOperator: 'GreaterThanThreshold',
      periodSeconds: MINUTE_SECONDS,
    })
  }

  private metric({ loadBalancer, targetGroup }: TargetAlarmsProps, metricName: string, stat: string): Metric {
    return {
      namespace: 'AWS/ApplicationELB',
      metricName,
      dimensions: { LoadBalancer: loadBalancer.arnSuffix, TargetGroup: targetGroup.arnSuffix },
      stat,
    }
  }
}
