import { block, valueAt, type PlannedResource } from '../resources/resource'
import { fixed, shared, used, type CostContext, type CostItem, type Estimator } from './item'
import { FARGATE_PRICES, LAMBDA_PRICES } from './prices-compute'
import { PRICES } from './prices-services'

const CPU_UNITS_PER_VCPU = 1024
const MB_PER_GB = 1024

export const COMPUTE_KINDS: Readonly<Record<string, Estimator>> = {
  // One template for both colours: the idle one has no tasks, and a deployment fills it for minutes.
  aws_ecs_task_definition: (resource, context) => {
    const service = serviceOf(resource, context)
    if (service === undefined) return { unknown: 'no service of the configuration has this name' }
    const tasks = context.tasks[service] ?? 0
    const arm = valueAt(resource.values, 'runtime_platform.cpu_architecture') === 'ARM64'
    const price = FARGATE_PRICES[arm ? 'ARM64' : 'X86_64']
    const vcpus = Number(resource.values['cpu']) / CPU_UNITS_PER_VCPU
    const gb = Number(resource.values['memory']) / MB_PER_GB
    const basis = `${tasks} ${tasks === 1 ? 'task' : 'tasks'} all month, ${arm ? 'arm64' : 'x86-64'}`
    return [
      fixed('CPU', price.vcpu, { quantity: tasks * vcpus, basis }),
      fixed('memory', price.gb, { quantity: tasks * gb, basis }),
    ]
  },
  aws_ecs_cluster: (resource, { tasks }) => {
    const watched = block(resource.values, 'setting').some(
      ({ name, value }) => name === 'containerInsights' && value !== 'disabled',
    )
    const services = Object.keys(tasks).length
    return watched
      ? [
          fixed('Container Insights', PRICES.customMetric, {
            quantity: INSIGHTS.cluster + services * (INSIGHTS.task + INSIGHTS.service + INSIGHTS.idle),
            basis: 'metrics of the cluster, its tasks and services',
          }),
        ]
      : []
  },
  aws_lambda_function: (resource, context) => {
    const { functionRunsMillion, functionSeconds } = context.usage
    const runs = shared(functionRunsMillion, { resource, context })
    const gb = Number(resource.values['memory_size'] ?? 128) / MB_PER_GB
    return [
      used('requests', LAMBDA_PRICES.requests, { quantity: runs, basis: 'spread over all functions' }),
      used('duration', LAMBDA_PRICES.duration, {
        quantity: runs * 1e6 * functionSeconds * gb,
        basis: `${functionSeconds} s each`,
      }),
    ]
  },
  aws_apigatewayv2_api: (resource, { usage }): CostItem[] =>
    resource.values['protocol_type'] === 'WEBSOCKET'
      ? [
          used('messages', PRICES.webSocketMessages, {
            quantity: usage.messagesMillion,
            basis: 'sent and received',
          }),
          used('connections', PRICES.webSocketMinutes, {
            quantity: minutesOf(usage.activeUsers),
            basis: 'an hour a day for each active user',
          }),
        ]
      : [
          used('requests', PRICES.httpApiRequests, {
            quantity: usage.apiRequestsMillion,
            basis: 'requests of the apps',
          }),
          used('data to the internet', PRICES.dataOut, {
            quantity: usage.apiOutGb,
            basis: 'answers of the API',
          }),
        ],
  aws_cloudwatch_log_group: (resource, context) => {
    const gb = shared(context.usage.logsGb, { resource, context })
    return [
      used('ingested', PRICES.logsIngested, { quantity: gb, basis: 'spread over all log groups' }),
      used('kept', PRICES.logsKept, {
        quantity: gb * monthsKept(resource),
        basis: 'as long as the group keeps them, full',
      }),
    ]
  },
  aws_cloudwatch_metric_alarm: (resource) => [
    fixed('metrics', PRICES.alarmMetric, {
      quantity: metricsOf(resource),
      basis: 'metrics that the alarm looks at',
    }),
  ],
  aws_cloudwatch_dashboard: () => [
    fixed('dashboard', PRICES.dashboard, { quantity: 1, basis: 'one dashboard' }),
  ],
  aws_xray_sampling_rule: (_resource, { usage }) => [
    used('traces', PRICES.traces, {
      quantity: usage.apiRequestsMillion * TRACED_SHARE,
      basis: 'one request in twenty',
    }),
  ],
  aws_guardduty_detector: (_resource, { usage }) => [
    used('events', PRICES.threatEvents, {
      quantity: usage.apiRequestsMillion / 10,
      basis: 'CloudTrail management events',
    }),
    used('flow and DNS logs', PRICES.threatFlows, {
      quantity: usage.natGb / 10,
      basis: 'a tenth of the traffic, in logs',
    }),
  ],
  aws_guardduty_detector_feature: (resource, { usage }) => {
    const feature = String(resource.values['name'])
    if (resource.values['status'] !== 'ENABLED') return []
    switch (feature) {
      case 'S3_DATA_EVENTS': {
        const quantity = usage.objectReadsMillion + usage.objectWritesMillion
        return [
          used('S3 events', PRICES.threatObjectEvents, { quantity, basis: 'reads and writes of objects' }),
        ]
      }
      case 'RDS_LOGIN_EVENTS':
        return [
          fixed('database', PRICES.threatDatabase, { quantity: DATABASE_VCPUS, basis: 'one small instance' }),
        ]
      case 'LAMBDA_NETWORK_LOGS':
        return [
          used('flow logs of functions', PRICES.threatFlows, {
            quantity: usage.functionRunsMillion * FLOW_GB_PER_MILLION_RUNS,
            basis: 'about 1 KB for each run',
          }),
        ]
      default:
        return { unknown: `no price for ${feature}` }
    }
  },
  aws_sesv2_email_identity: (_resource, { usage }) => [
    used('mails', PRICES.mails, {
      quantity: (usage.activeUsers * MAILS_PER_USER) / 1e6,
      basis: 'four for each active user',
    }),
  ],
}

/** Metrics that ECS makes, by what they are of (example of the price page); a service without tasks has its counts alone. */
const INSIGHTS = { cluster: 8, task: 6, service: 11, idle: 5 } as const

const TRACED_SHARE = 0.05
const MAILS_PER_USER = 4
/** All classes up to large have two. */
const DATABASE_VCPUS = 2
const FLOW_GB_PER_MILLION_RUNS = 1
const CONNECTED_MINUTES_A_MONTH = 30 * 60

function minutesOf(users: number): number {
  return (users * CONNECTED_MINUTES_A_MONTH) / 1e6
}

function monthsKept(resource: PlannedResource): number {
  return Number(resource.values['retention_in_days'] ?? 365) / 30
}

function metricsOf(resource: PlannedResource): number {
  return Math.max(
    1,
    // A plan has an empty list where a query is an expression.
    block(resource.values, 'metric_query').filter((query) => block(query, 'metric').length > 0).length,
  )
}

/** `aiuteur-api/task/…` belongs to `aiuteur/api`. */
function serviceOf({ path }: PlannedResource, { tasks }: CostContext): string | undefined {
  return Object.keys(tasks).find((name) => path.startsWith(`${name.replace('/', '-')}/`))
}
