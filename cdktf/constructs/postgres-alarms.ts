import { Construct } from 'constructs'
import { MetricAlarm, type MetricAlarmProps } from './metric-alarm'
import type { Postgres } from './postgres'
import { slotWalLimitMb } from './postgres-parameters'

export interface PostgresAlarmsProps {
  readonly postgres: Postgres
  /** Begins the names of the alarms; the identifier of the server. */
  readonly identifier: string
  readonly topicArn: string
  readonly allocatedStorageGb: number
  readonly memoryGib: number
  readonly cpuPercent: number
  readonly freeStoragePercent: number
}

const GIB = 1024 ** 3
const MIB = 1024 ** 2
/** RDS allows this many bytes of memory for each connection: max_connections in its default parameter group. */
const BYTES_PER_CONNECTION = 9_531_392
const MAX_CONNECTIONS = 5000
const CONNECTIONS_PERCENT = 80
const FREE_MEMORY_PERCENT = 10
const SLOT_PERCENT = 70
const REPLICA_LAG_SECONDS = 60
const PERIOD_SECONDS = 300
const PERIODS = 3

type Watched = Pick<MetricAlarmProps, 'description' | 'comparisonOperator' | 'threshold'> & {
  readonly metricName: string
}

/** What announces that a server will stop: CPU, disk, memory, connections, and slots or replicas left behind. */
export class PostgresAlarms extends Construct {
  constructor(scope: Construct, id: string, props: PostgresAlarmsProps) {
    super(scope, id)
    for (const [name, watched] of Object.entries(serverAlarms(props))) {
      this.add(name, props, watched)
    }
    for (const [i] of props.postgres.replicas.entries()) {
      const identifier = `${props.identifier}-replica-${i + 1}`
      this.add(`replica-${i + 1}-lag`, { ...props, identifier }, replicaLag())
    }
  }

  private add(id: string, { identifier, topicArn }: PostgresAlarmsProps, watched: Watched): void {
    const { metricName, ...alarm } = watched
    const metric = {
      namespace: 'AWS/RDS',
      metricName,
      dimensions: { DBInstanceIdentifier: identifier },
      stat: 'Average',
    }
    new MetricAlarm(this, id, {
      ...alarm,
      name: `${identifier}-${id.replace(/^replica-\d+-/, '')}`,
      topicArn,
      metrics: { value: metric },
      periodSeconds: PERIOD_SECONDS,
      evaluationPeriods: PERIODS,
    })
  }
}

function serverAlarms(props: PostgresAlarmsProps): Record<string, Watched> {
  const { allocatedStorageGb, memoryGib, cpuPercent, freeStoragePercent } = props
  const connections = Math.min((memoryGib * GIB) / BYTES_PER_CONNECTION, MAX_CONNECTIONS)
  return {
    cpu: above(
      'CPUUtilization',
      cpuPercent,
      `CPU above ${cpuPercent} %. Look at Performance Insights first.`,
    ),
    // A disk that grows by itself does so at 10 % of its present size; this is 10 % of the first one.
    'free-storage': below(
      'FreeStorageSpace',
      share(allocatedStorageGb * GIB, freeStoragePercent),
      `Less than ${freeStoragePercent} % of ${allocatedStorageGb} GB free. Look for a replication slot that nobody reads.`,
    ),
    'free-memory': below(
      'FreeableMemory',
      share(memoryGib * GIB, FREE_MEMORY_PERCENT),
      `Less than ${FREE_MEMORY_PERCENT} % of ${memoryGib} GiB memory left. Look at the number of connections.`,
    ),
    connections: above(
      'DatabaseConnections',
      share(connections, CONNECTIONS_PERCENT),
      `More than ${CONNECTIONS_PERCENT} % of the connections in use. Look for a pool that leaks.`,
    ),
    'slot-lag': above(
      'OldestReplicationSlotLag',
      share(slotWalLimitMb({ allocatedStorageGb }) * MIB, SLOT_PERCENT),
      `A replication slot holds back ${SLOT_PERCENT} % of what it may. Is the relay running? At 100 % the way back is lost.`,
    ),
  }
}

function replicaLag(): Watched {
  return above('ReplicaLag', REPLICA_LAG_SECONDS, `The replica is more than ${REPLICA_LAG_SECONDS} s behind.`)
}

function share(whole: number, percent: number): number {
  return Math.floor((whole * percent) / 100)
}

function above(metricName: string, threshold: number, description: string): Watched {
  return { metricName, threshold, description, comparisonOperator: 'GreaterThanThreshold' }
}

function below(metricName: string, threshold: number, description: string): Watched {
  return { metricName, threshold, description, comparisonOperator: 'LessThanThreshold' }
}
