import { CloudwatchQueryDefinition } from '@cdktf/provider-aws/lib/cloudwatch-query-definition'
import type { Construct } from 'constructs'
import { appsWithRoutes, appsWithWebSocket } from '../config/functions-of'
import { functionNamesOf, serviceNamesOf } from '../config/log-groups'
import {
  clusterName,
  databaseIdentifier,
  httpApiName,
  prefix,
  redisGroupName,
  redisNodeNames,
  webSocketApiName,
} from '../config/names'
import { BACKEND_OUTPUTS, FOUNDATION_OUTPUTS, FUNCTIONS_OUTPUTS, REALTIME_OUTPUTS } from '../config/outputs'
import { queueNamesOf } from '../config/queue-names'
import { savedQueries } from '../config/saved-queries'
import { publicService, servicesOf } from '../config/services-of'
import { shortName } from '../config/short-name'
import { stacksOf } from '../config/stacks-of'
import type { Target } from '../config/target'
import { ApiAlarms } from '../constructs/api-alarms'
import { Dashboard, type DashboardSection } from '../constructs/dashboard'
import { RedisAlarms } from '../constructs/redis-alarms'
import { TraceGroup } from '../constructs/trace-group'
import { WebSocketAlarms } from '../constructs/websocket-alarms'
import {
  databaseSection,
  distributionsSection,
  functionsSection,
  httpApisSection,
  loadBalancerSection,
  queuesSection,
  redisSection,
  servicesSection,
  webSocketsSection,
} from './monitoring-graphs'
import { TargetStack } from './target-stack'

/** Longest name of an X-Ray group or sampling rule. */
const TRACE_NAME_MAX = 32

/**
 * What one looks at: one dashboard, the alarms that need what several stacks made, saved queries, traces. Alarms of a
 * function, queue, service or database stand beside it in its own stack. Cost allocation tags are on everything by the
 * provider's default tags; that AWS bills by them is switched on once, in the account that pays, which is not ours.
 */
export class MonitoringStack extends TargetStack {
  constructor(scope: Construct, target: Target) {
    super(scope, target, 'monitoring')
    new Dashboard(this, 'dashboard', {
      dashboardName: prefix(target),
      region: target.environment.region,
      sections: this.sections(),
    })
    this.addAlarms()
    this.addQueries()
    this.addTraces()
  }

  /** Only about what the system has. */
  private sections(): DashboardSection[] {
    const functions = functionNamesOf(this.target)
    const queues = queueNamesOf(this.target)
    const { redis } = this.target.environment
    const stacks = stacksOf(this.target)
    return [
      { title: this.target.name, text: this.links(), graphs: [] },
      ...(this.hasLoadBalancer()
        ? [loadBalancerSection(this.read('backend', BACKEND_OUTPUTS.loadBalancerArnSuffix))]
        : []),
      ...(this.has('backend') ? [servicesSection(clusterName(this.target))] : []),
      ...(this.has('functions') && appsWithRoutes(this.target).length > 0
        ? [httpApisSection(this.httpApiIds())]
        : []),
      ...(functions.length > 0 ? [functionsSection(functions)] : []),
      ...(queues.length > 0 ? [queuesSection(queues)] : []),
      ...(stacks.includes('database') ? [databaseSection(databaseIdentifier(this.target))] : []),
      ...(this.has('realtime') && redis !== undefined
        ? [
            redisSection(redisGroupName(this.target), redis.replicas),
            webSocketsSection(this.webSocketApiIds()),
          ]
        : []),
      ...(stacks.includes('storage') || stacks.includes('frontend') ? [distributionsSection()] : []),
    ]
  }

  private links(): string {
    const { region } = this.target.environment
    const home = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}`
    return [
      `[Alarms](${home}#alarmsV2:)`,
      `[Saved queries](${home}#logsV2:logs-insights)`,
      `[Traces](${home}#xray:service-map/map)`,
      '[Budget](https://console.aws.amazon.com/billing/home#/budgets)',
    ].join(' · ')
  }

  private addAlarms(): void {
    const { alarms, redis } = this.target.environment
    const alarmTopicArn = this.read('foundation', FOUNDATION_OUTPUTS.alarmTopicArn)
    if (this.has('functions')) {
      for (const [app, apiId] of Object.entries(this.httpApiIds())) {
        new ApiAlarms(this, `${app}-api`, {
          apiName: httpApiName(this.target, app),
          apiId,
          errorPercent: alarms.apiErrorPercent,
          latencyMs: alarms.apiLatencyMs,
          alarmTopicArn,
        })
      }
    }
    if (!this.has('realtime')) return
    for (const [app, apiId] of Object.entries(this.webSocketApiIds())) {
      const apiName = webSocketApiName(this.target, app)
      const errorPercent = alarms.apiErrorPercent
      new WebSocketAlarms(this, `${app}-websocket`, { apiName, apiId, errorPercent, alarmTopicArn })
    }
    const nodes = redisNodeNames(redisGroupName(this.target), redis?.replicas ?? 0)
    for (const [i, cacheClusterId] of nodes.entries()) {
      new RedisAlarms(this, `redis-${i + 1}`, { cacheClusterId, alarmTopicArn })
    }
  }

  private addQueries(): void {
    for (const { name, logGroupNames, queryString } of savedQueries(this.target)) {
      new CloudwatchQueryDefinition(this, `query-${name.replace('/', '-')}`, {
        name: `${prefix(this.target)}/${name}`,
        logGroupNames: [...logGroupNames],
        queryString,
      })
    }
  }

  private addTraces(): void {
    const serviceNames = [...functionNamesOf(this.target), ...serviceNamesOf(this.target)]
    if (serviceNames.length === 0) return
    new TraceGroup(this, 'traces', {
      name: shortName(prefix(this.target), TRACE_NAME_MAX),
      serviceNames,
      servicePrefix: `${prefix(this.target)}-`,
    })
  }

  private hasLoadBalancer(): boolean {
    if (!this.has('backend')) return false
    return servicesOf(this.target).some((part) => publicService(this.target, part) !== undefined)
  }

  private httpApiIds(): Record<string, string> {
    return Object.fromEntries(
      appsWithRoutes(this.target).map((app) => [
        app,
        this.readEntry('functions', FUNCTIONS_OUTPUTS.apiIds, app),
      ]),
    )
  }

  private webSocketApiIds(): Record<string, string> {
    return Object.fromEntries(
      appsWithWebSocket(this.target).map((app) => [
        app,
        this.readEntry('realtime', REALTIME_OUTPUTS.webSocketApiIds, app),
      ]),
    )
  }
}
