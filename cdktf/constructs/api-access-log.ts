import type { LogGroup } from './log-group'

/** Said of every request, as API Gateway's variables. No token and no query string, which may hold one. */
const COMMON = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  ip: '$context.identity.sourceIp',
  routeKey: '$context.routeKey',
  status: '$context.status',
  authorizerError: '$context.authorizer.error',
  integrationError: '$context.integrationErrorMessage',
} as const

const HTTP = {
  method: '$context.httpMethod',
  path: '$context.path',
  protocol: '$context.protocol',
  responseBytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
} as const

const WEBSOCKET = {
  eventType: '$context.eventType',
  connectionId: '$context.connectionId',
  integrationLatencyMs: '$context.integrationLatency',
} as const

/** Access log settings of a stage: one JSON object for each request. */
export function accessLog(logs: LogGroup, protocol: 'HTTP' | 'WEBSOCKET') {
  const fields = protocol === 'HTTP' ? HTTP : WEBSOCKET
  return { destinationArn: logs.group.arn, format: JSON.stringify({ ...COMMON, ...fields }) }
}
