import { valueAt, type PlannedResource } from '../resources/resource'
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
    return [fixed('CPU', price.vcpu, tasks * vcpus, basis), fixed('memory', price.gb, tasks * gb, basis)]
  },
  aws_lambda_function: (resource, context) => {
    const { functionRunsMillion, functionSeconds } = context.usage
    const runs = shared(functionRunsMillion, { resource, context })
    const gb = Number(resource.values['memory_size'] ?? 128) / MB_PER_GB
    return [
      used('requests', LAMBDA_PRICES.requests, runs, 'spread over all functions'),
      used(
        'duration',
        LAMBDA_PRICES.duration,
        runs * 1e6 * functionSeconds * gb,
        `${functionSeconds} s each`,
      ),
    ]
  },
  aws_apigatewayv2_api: (resource, { usage }): CostItem[] =>
    resource.values['protocol_type'] === 'WEBSOCKET'
      ? [
          used('messages', PRICES.webSocketMessages, usage.messagesMillion, 'sent and received'),
          used(
            'connections',
            PRICES.webSocketMinutes,
            minutesOf(usage.activeUsers),
            'an hour a day for each active user',
          ),
        ]
      : [
          used('requests', PRICES.httpApiRequests, usage.apiRequestsMillion, 'requests of the apps'),
          used('data to the internet', PRICES.dataOut, usage.apiOutGb, 'answers of the API'),
        ],
  aws_cloudwatch_log_group: (resource, context) => {
    const gb = shared(context.usage.logsGb, { resource, context })
    return [
      used('ingested', PRICES.logsIngested, gb, 'spread over all log groups'),
      used('kept', PRICES.logsKept, gb * monthsKept(resource), 'as long as the group keeps them, full'),
    ]
  },
  aws_cloudwatch_metric_alarm: (resource) => [
    fixed('metrics', PRICES.alarmMetric, metricsOf(resource), 'metrics that the alarm looks at'),
  ],
  aws_cloudwatch_dashboard: () => [fixed('dashboard', PRICES.dashboard, 1, 'one dashboard')],
  aws_xray_sampling_rule: (_resource, { usage }) => [
    used('traces', PRICES.traces, usage.apiRequestsMillion * TRACED_SHARE, 'one request in twenty'),
  ],
  aws_guardduty_detector: (_resource, { usage }) => [
    used('events', PRICES.threatEvents, usage.apiRequestsMillion / 10, 'CloudTrail management events'),
    used('flow and DNS logs', PRICES.threatFlows, usage.natGb / 10, 'a tenth of the traffic, in logs'),
  ],
  aws_sesv2_email_identity: (_resource, { usage }) => [
    used('mails', PRICES.mails, (usage.activeUsers * MAILS_PER_USER) / 1e6, 'four for each active user'),
  ],
}

const TRACED_SHARE = 0.05
const MAILS_PER_USER = 4
const CONNECTED_MINUTES_A_MONTH = 30 * 60

function minutesOf(users: number): number {
  return (users * CONNECTED_MINUTES_A_MONTH) / 1e6
}

function monthsKept(resource: PlannedResource): number {
  return Number(resource.values['retention_in_days'] ?? 365) / 30
}

function metricsOf(resource: PlannedResource): number {
  const queries = resource.values['metric_query']
  if (!Array.isArray(queries)) return 1
  return queries.filter(
    (query) => typeof query === 'object' && query !== null && 'metric' in query && query.metric,
  ).length
}

/** `aiuteur-api/task/…` belongs to `aiuteur/api`. */
function serviceOf({ path }: PlannedResource, { tasks }: CostContext): string | undefined {
  return Object.keys(tasks).find((name) => path.startsWith(name.replace('/', '-')))
}
