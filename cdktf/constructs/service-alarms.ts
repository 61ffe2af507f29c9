import { Construct } from 'constructs'
import { MetricAlarm, type Metric, type MetricAlarmProps } from './metric-alarm'

export interface ServiceAlarmsProps {
  readonly clusterName: string
  readonly serviceName: string
  readonly topicArn: string
  /** Fewer tasks run than should, for this long. */
  readonly tasksMissingMinutes: number
  /** Average over all tasks. Above what autoscaling aims at: it has come to its end. @default 85 */
  readonly cpuPercent?: number
  /** A container that reaches 100 is killed. @default 85 */
  readonly memoryPercent?: number
}

const MINUTE_SECONDS = 60
const BUSY_PERCENT = 85

/** Alarms about the tasks of one service of ECS. One without tasks has no data, and that is well. */
export class ServiceAlarms extends Construct {
  /** Memory of a new release grows: a reason to take it back. */
  readonly memory: MetricAlarm

  constructor(scope: Construct, id: string, props: ServiceAlarmsProps) {
    super(scope, id)
    const { cpuPercent = BUSY_PERCENT, memoryPercent = BUSY_PERCENT, serviceName } = props
    this.add('cpu', props, {
      description: `Tasks of ${serviceName} use more than ${cpuPercent} % of their CPU. Raise its maxCount or cpuUnits.`,
      metrics: { cpu: this.metric(props, 'AWS/ECS', 'CPUUtilization') },
      comparisonOperator: 'GreaterThanThreshold',
      threshold: cpuPercent,
      evaluationPeriods: 15,
    })
    this.memory = this.add('memory', props, {
      description: `Tasks of ${serviceName} use more than ${memoryPercent} % of their memory. Look for a leak, or raise its memoryMb.`,
      metrics: { memory: this.metric(props, 'AWS/ECS', 'MemoryUtilization') },
      comparisonOperator: 'GreaterThanThreshold',
      threshold: memoryPercent,
      evaluationPeriods: 5,
    })
    this.add('tasks', props, {
      description: `Fewer tasks of ${serviceName} run than should. Look at its events and at why tasks stopped.`,
      metrics: {
        desired: this.metric(props, 'ECS/ContainerInsights', 'DesiredTaskCount'),
        running: this.metric(props, 'ECS/ContainerInsights', 'RunningTaskCount'),
      },
      expression: 'desired - running',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      evaluationPeriods: props.tasksMissingMinutes,
    })
  }

  private add(
    id: string,
    { serviceName, topicArn }: ServiceAlarmsProps,
    alarm: Omit<MetricAlarmProps, 'name' | 'topicArn' | 'periodSeconds'>,
  ): MetricAlarm {
    return new MetricAlarm(this, id, {
      ...alarm,
      name: `${serviceName}-${id}`,
      topicArn,
      periodSeconds: MINUTE_SECONDS,
    })
  }

  private metric(
    { clusterName, serviceName }: ServiceAlarmsProps,
    namespace: string,
    metricName: string,
  ): Metric {
    const dimensions = { ClusterName: clusterName, ServiceName: serviceName }
    return { namespace, metricName, dimensions, stat: 'Average' }
  }
}
