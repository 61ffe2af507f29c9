import { redisNodeNames } from '../config/names'
import type { DashboardGraph, DashboardMetric, DashboardSection } from '../constructs/dashboard'

// What the dashboard shows of each kind of thing. Names and ids come in; some are known after the apply only.

/** CloudFront's metrics exist in one region. */
const EDGE_REGION = 'us-east-1'
const PERIOD_SECONDS = 300

export function loadBalancerSection(arnSuffix: string): DashboardSection {
  const of = metricsOf('AWS/ApplicationELB', { LoadBalancer: arnSuffix })
  return {
    title: 'Load balancer',
    graphs: [
      { title: 'Requests', metrics: [of('RequestCount', 'Sum')] },
      {
        title: 'Errors (5xx)',
        metrics: [of('HTTPCode_Target_5XX_Count', 'Sum'), of('HTTPCode_ELB_5XX_Count', 'Sum')],
      },
      {
        title: 'Answer time (s)',
        metrics: [of('TargetResponseTime', 'p50'), of('TargetResponseTime', 'p95')],
      },
    ],
  }
}

/** Found by search: both colours of a service, and services that come later. */
export function servicesSection(clusterName: string): DashboardSection {
  const search = (namespace: string, metricName: string): DashboardMetric[] => [
    searchFor(
      `{${namespace},ClusterName,ServiceName} MetricName="${metricName}" ClusterName="${clusterName}"`,
    ),
  ]
  return {
    title: 'Services',
    text: 'Blue and green of each service. The idle one has no tasks.',
    graphs: [
      { title: 'CPU (%)', metrics: search('AWS/ECS', 'CPUUtilization') },
      { title: 'Memory (%)', metrics: search('AWS/ECS', 'MemoryUtilization') },
      { title: 'Running tasks', metrics: search('ECS/ContainerInsights', 'RunningTaskCount') },
    ],
  }
}

export function databaseSection(instanceIdentifier: string): DashboardSection {
  const of = metricsOf('AWS/RDS', { DBInstanceIdentifier: instanceIdentifier })
  return {
    title: 'Database',
    text: 'The lag of a replication slot matters as long as a relay runs: what it did not read yet fills the storage.',
    graphs: [
      { title: 'CPU (%)', metrics: [of('CPUUtilization', 'Average')] },
      { title: 'Connections', metrics: [of('DatabaseConnections', 'Maximum')] },
      { title: 'Free storage (bytes)', metrics: [of('FreeStorageSpace', 'Minimum')] },
      {
        title: 'Replication slots (bytes)',
        metrics: [of('OldestReplicationSlotLag', 'Maximum'), of('ReplicationSlotDiskUsage', 'Maximum')],
      },
      {
        title: 'Read and write time (s)',
        metrics: [of('ReadLatency', 'Average'), of('WriteLatency', 'Average')],
      },
      { title: 'Free memory (bytes)', metrics: [of('FreeableMemory', 'Minimum')] },
    ],
  }
}

export function functionsSection(functionNames: readonly string[]): DashboardSection {
  const each = (metricName: string, stat: string): DashboardMetric[] =>
    functionNames.map((name) => ({
      namespace: 'AWS/Lambda',
      metricName,
      dimensions: { FunctionName: name },
      stat,
      label: name,
    }))
  return {
    title: 'Functions',
    graphs: [
      { title: 'Invocations', metrics: each('Invocations', 'Sum') },
      { title: 'Errors', metrics: each('Errors', 'Sum') },
      { title: 'Duration, 95th percentile (ms)', metrics: each('Duration', 'p95') },
      { title: 'Refused: too many at once', metrics: each('Throttles', 'Sum') },
    ],
  }
}

/** `apiIds` by app. */
export function httpApisSection(apiIds: Readonly<Record<string, string>>): DashboardSection {
  const each = (metricName: string, stat: string) => eachApi(apiIds, metricName, stat)
  return {
    title: 'HTTP APIs',
    graphs: [
      { title: 'Requests', metrics: each('Count', 'Sum') },
      { title: 'Errors (5xx)', metrics: each('5xx', 'Sum') },
      { title: 'Refused or wrong (4xx)', metrics: each('4xx', 'Sum') },
      { title: 'Answer time, 95th percentile (ms)', metrics: each('Latency', 'p95') },
    ],
  }
}

/** `apiIds` by app. */
export function webSocketsSection(apiIds: Readonly<Record<string, string>>): DashboardSection {
  const each = (metricName: string) => eachApi(apiIds, metricName, 'Sum')
  return {
    title: 'WebSockets',
    graphs: [
      { title: 'New connections', metrics: each('ConnectCount') },
      { title: 'Messages', metrics: each('MessageCount') },
      { title: 'Errors', metrics: [...each('ExecutionError'), ...each('IntegrationError')] },
    ],
  }
}

export function redisSection(replicationGroupId: string, replicas: number): DashboardSection {
  const each = (metricName: string, stat: string): DashboardMetric[] =>
    redisNodeNames(replicationGroupId, replicas).map((node) => ({
      namespace: 'AWS/ElastiCache',
      metricName,
      dimensions: { CacheClusterId: node },
      stat,
      label: node,
    }))
  return {
    title: 'Redis',
    graphs: [
      { title: 'Engine CPU (%)', metrics: each('EngineCPUUtilization', 'Maximum') },
      { title: 'Memory (%)', metrics: each('DatabaseMemoryUsagePercentage', 'Maximum') },
      { title: 'Connections', metrics: each('CurrConnections', 'Maximum') },
      { title: 'Evicted keys', metrics: each('Evictions', 'Sum') },
    ],
  }
}

export function queuesSection(queueNames: readonly string[]): DashboardSection {
  const each = (metricName: string): DashboardMetric[] =>
    queueNames.map((name) => ({
      namespace: 'AWS/SQS',
      metricName,
      dimensions: { QueueName: name },
      stat: 'Maximum',
      label: name,
    }))
  return {
    title: 'Queues',
    text: 'Those that end in `-failed` are empty when all is well.',
    graphs: [
      { title: 'Waiting messages', metrics: each('ApproximateNumberOfMessagesVisible') },
      { title: 'Age of the oldest (s)', metrics: each('ApproximateAgeOfOldestMessage') },
    ],
  }
}

/** By search: distributions are named by ids that CloudFront makes up, and some come after this stack. */
export function distributionsSection(): DashboardSection {
  const graph = (title: string, metricName: string, stat: string): DashboardGraph => ({
    title,
    region: EDGE_REGION,
    metrics: [searchFor(`{AWS/CloudFront,DistributionId,Region} MetricName="${metricName}"`, stat)],
  })
  return {
    title: 'Distributions',
    text: 'Every distribution of the account.',
    graphs: [
      graph('Requests', 'Requests', 'Sum'),
      graph('Bytes to browsers', 'BytesDownloaded', 'Sum'),
      graph('Errors (5xx, %)', '5xxErrorRate', 'Average'),
    ],
  }
}

function metricsOf(namespace: string, dimensions: Readonly<Record<string, string>>) {
  return (metricName: string, stat: string): DashboardMetric => ({
    namespace,
    metricName,
    dimensions,
    stat,
    label: `${metricName} ${stat}`,
  })
}

function eachApi(
  apiIds: Readonly<Record<string, string>>,
  metricName: string,
  stat: string,
): DashboardMetric[] {
  return Object.entries(apiIds).map(([app, id]) => ({
    namespace: 'AWS/ApiGateway',
    metricName,
    dimensions: { ApiId: id },
    stat,
    label: `${app} ${metricName}`,
  }))
}

function searchFor(query: string, stat = 'Average'): DashboardMetric {
  return { expression: `SEARCH('${query}', '${stat}', ${PERIOD_SECONDS})` }
}
