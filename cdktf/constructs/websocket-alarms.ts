import { Construct } from 'constructs'
import { MetricAlarm } from './metric-alarm'

export interface WebSocketAlarmsProps {
  readonly apiName: string
  readonly apiId: string
  /** Connections and messages that fail, in percent, that raise the alarm. */
  readonly errorPercent: number
  readonly alarmTopicArn: string
}

/** As for an HTTP API: a few at night are no reason to wake anybody. */
const CALLS_MIN = 10
const PERIOD_SECONDS = 300

/** A WebSocket API whose function fails, or that cannot reach it. */
export class WebSocketAlarms extends Construct {
  constructor(scope: Construct, id: string, props: WebSocketAlarmsProps) {
    super(scope, id)
    const { apiName, apiId, errorPercent, alarmTopicArn } = props
    const metric = (metricName: string) => ({
      namespace: 'AWS/ApiGateway',
      metricName,
      dimensions: { ApiId: apiId },
      stat: 'Sum',
    })
    new MetricAlarm(this, 'errors', {
      name: `${apiName}-api-errors`,
      description: `More than ${errorPercent} % of connections and messages of ${apiName} fail. Look at log group /aws/apigateway/${apiName}.`,
      topicArn: alarmTopicArn,
      metrics: {
        execution: metric('ExecutionError'),
        integration: metric('IntegrationError'),
        connects: metric('ConnectCount'),
        messages: metric('MessageCount'),
      },
      expression: `IF(FILL(connects, 0) + FILL(messages, 0) >= ${CALLS_MIN}, 100 * (FILL(execution, 0) + FILL(integration, 0)) / (FILL(connects, 0) + FILL(messages, 0)), 0)`,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: errorPercent,
      periodSeconds: PERIOD_SECONDS,
      evaluationPeriods: 1,
    })
  }
}
