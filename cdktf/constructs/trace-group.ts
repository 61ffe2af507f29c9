import { XrayGroup } from '@cdktf/provider-aws/lib/xray-group'
import { XraySamplingRule } from '@cdktf/provider-aws/lib/xray-sampling-rule'
import { Construct } from 'constructs'

export interface TraceGroupProps {
  /** At most 32 characters. */
  readonly name: string
  /** Names of functions and services, as they stand in traces. At least one. */
  readonly serviceNames: readonly string[]
  /** What the names of all services begin with, and those of no one else's. */
  readonly servicePrefix: string
  /** Share of requests that are traced, beside the first one in each second. @default 0.05 */
  readonly fixedRate?: number
}

const FIXED_RATE = 0.05
const RESERVOIR_SIZE = 1
/** Before X-Ray's own rule, which is 10000; any rule made for one service is looked at first. */
const PRIORITY = 5000

/**
 * The traces of these programs, with insights into their faults, and how many requests are traced. Lambda samples by itself
 * and cannot be told otherwise; the rule is for programs in containers. HTTP and WebSocket APIs write no traces.
 */
export class TraceGroup extends Construct {
  constructor(scope: Construct, id: string, props: TraceGroupProps) {
    super(scope, id)
    new XrayGroup(this, 'group', {
      groupName: props.name,
      filterExpression: props.serviceNames.map((name) => `service("${name}")`).join(' OR '),
      insightsConfiguration: { insightsEnabled: true, notificationsEnabled: false },
    })
    new XraySamplingRule(this, 'sampling', {
      ruleName: props.name,
      version: 1,
      priority: PRIORITY,
      fixedRate: props.fixedRate ?? FIXED_RATE,
      reservoirSize: RESERVOIR_SIZE,
      serviceName: `${props.servicePrefix}*`,
      serviceType: '*',
      host: '*',
      httpMethod: '*',
      urlPath: '*',
      resourceArn: '*',
    })
  }
}
