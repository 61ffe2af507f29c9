import { Construct } from 'constructs'
import { MetricAlarm } from './metric-alarm'

export interface ApiAlarmsProps {
  readonly apiName: string
  readonly apiId: string
  /** Requests answered with 5xx, in percent, that raise the alarm. */
  readonly errorPercent: number
  /** 95th percentile of the answer time that raises the alarm. */
  readonly latencyMs: number
  readonly alarmTopicArn: string
}

/** One failed request among three at night is 33 %, and no reason to wake anybody. */
const REQUESTS_MIN = 10
const PERIOD_SECONDS = 300
const LATENCY_PERIODS = 3

/** An HTTP API that fails, or is slow. */
export class ApiAlarms extends Construct {
  constructor(scope: Construct, id: string, props: ApiAlarmsProps) {
    super(scope, id)
    const { apiName, apiId, errorPercent, latencyMs, alarmTopicArn: topicArn } = props
    const metric = (metricName: string, stat: string) => ({
      namespace: 'AWS/ApiGateway',
      metricName,
      dimensions: { ApiId: apiId },
      stat,
    })
    new MetricAlarm(this, '5xx', {
      name: `${apiName}-5xx`,
      description: `${apiName} answers more than ${errorPercent} % of requests with 5xx. Look at log group /aws/apigateway/${apiName}.`,
      topicArn,
      metrics: { errors: metric('5xx', 'Sum'), requests: metric('Count', 'Sum') },
      expression: `IF(requests >= ${REQUESTS_MIN}, 100 * errors / requests, 0)`,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: errorPercent,
      periodSeconds: PERIOD_SECONDS,
      evaluationPeriods: 1,
    })
    new MetricAlarm(this, 'latency', {
      name: `${apiName}-latency`,
      description: `One request in twenty to ${apiName} takes longer than ${latencyMs} ms. Look at the saved query api/slow-routes.`,
      topicArn,
      metrics: { latency: metric('Latency', 'p95') },
      comparisonOperator: 'GreaterThanThreshold',
      threshold: latencyMs,
      periodSeconds: PERIOD_SECONDS,
      evaluationPeriods: LATENCY_PERIODS,
    })
  }
}
