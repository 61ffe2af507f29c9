import { Construct } from 'constructs'
import { MetricAlarm } from './metric-alarm'

export interface RedisAlarmsProps {
  /** One node of the replication group. */
  readonly cacheClusterId: string
  readonly alarmTopicArn: string
  /** @default 80 */
  readonly memoryPercent?: number
  /** Of the one core that Redis uses. @default 80 */
  readonly cpuPercent?: number
}

const MEMORY_PERCENT = 80
const CPU_PERCENT = 80
const PERIOD_SECONDS = 300
const PERIODS = 3

/** A node of Redis that is full, busy, or throws keys away. */
export class RedisAlarms extends Construct {
  private readonly props: RedisAlarmsProps

  constructor(scope: Construct, id: string, props: RedisAlarmsProps) {
    super(scope, id)
    this.props = props
    const { cacheClusterId: node, memoryPercent = MEMORY_PERCENT, cpuPercent = CPU_PERCENT } = props
    this.add('memory', {
      description: `${node} uses more than ${memoryPercent} % of its memory. Take a larger node type, or let keys expire.`,
      metricName: 'DatabaseMemoryUsagePercentage',
      stat: 'Maximum',
      threshold: memoryPercent,
      evaluationPeriods: PERIODS,
    })
    this.add('cpu', {
      description: `The engine of ${node} uses more than ${cpuPercent} % of its core. Look at its slow log.`,
      metricName: 'EngineCPUUtilization',
      stat: 'Average',
      threshold: cpuPercent,
      evaluationPeriods: PERIODS,
    })
    this.add('evictions', {
      description: `${node} throws keys away for want of memory.`,
      metricName: 'Evictions',
      stat: 'Sum',
      threshold: 0,
      evaluationPeriods: 1,
    })
  }

  private add(id: string, alarm: RedisAlarm): void {
    const { metricName, stat, ...rest } = alarm
    new MetricAlarm(this, id, {
      ...rest,
      name: `${this.props.cacheClusterId}-${id}`,
      topicArn: this.props.alarmTopicArn,
      metrics: {
        value: {
          namespace: 'AWS/ElastiCache',
          metricName,
          dimensions: { CacheClusterId: this.props.cacheClusterId },
          stat,
        },
      },
      comparisonOperator: 'GreaterThanThreshold',
      periodSeconds: PERIOD_SECONDS,
    })
  }
}

interface RedisAlarm {
  readonly description: string
  readonly metricName: string
  readonly stat: string
  readonly threshold: number
  readonly evaluationPeriods: number
}
