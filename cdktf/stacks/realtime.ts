import type { Construct } from 'constructs'
import { webSocketFunctionsOf, webSocketTablesOf, type Part } from '../config/functions-of'
import {
  boundaryArn,
  prefix,
  redisGroupName,
  redisUrl,
  redisUserName,
  WEBSOCKET_STAGE,
  webSocketApiName,
} from '../config/names'
import { NETWORK_OUTPUTS, REALTIME_OUTPUTS } from '../config/outputs'
import { REDIS_PORT } from '../config/ports'
import type { FunctionOfApp } from '../config/schema'
import type { Target } from '../config/target'
import { ApiLoggingRole } from '../constructs/api-logging-role'
import { Redis } from '../constructs/redis'
import { SecurityGroup } from '../constructs/security-group'
import { WebSocketApi } from '../constructs/websocket-api'
import { ProgramStack } from './program-stack'

/** Phase 4: Redis, which carries messages between programs, and the WebSocket APIs that carry them to browsers. */
export class RealtimeStack extends ProgramStack {
  private readonly redisUrl: string

  constructor(scope: Construct, target: Target) {
    super(scope, target, 'realtime')
    const { group } = this.addRedis()
    const address = group.primaryEndpointAddress
    this.redisUrl = redisUrl(target, { address, port: String(REDIS_PORT) })
    this.write(REALTIME_OUTPUTS.redisAddress, address)
    this.write(REALTIME_OUTPUTS.redisPort, String(REDIS_PORT))
    this.write(REALTIME_OUTPUTS.redisUrl, this.redisUrl)
    for (const table of webSocketTablesOf(target)) this.addTable(table)
    this.addWebSockets()
  }

  private addRedis(): Redis {
    const { realtime } = this.target.system
    const { redis } = this.target.environment
    if (realtime === undefined || redis === undefined) throw new Error(`${this.node.id}: Redis has no size`)
    return new Redis(this, 'redis', {
      replicationGroupId: redisGroupName(this.target),
      description: `Messages in flight, ${this.target.name}`,
      engineVersion: realtime.redisVersion,
      nodeType: redis.nodeType,
      port: REDIS_PORT,
      replicas: redis.replicas,
      subnetIds: this.readList('network', NETWORK_OUTPUTS.privateSubnetIds),
      securityGroup: this.addSecurityGroup(),
      kmsKeyArn: this.keyArn,
      userName: redisUserName(this.target),
    })
  }

  private addSecurityGroup(): SecurityGroup {
    const group = new SecurityGroup(this, 'redis-access', {
      name: redisGroupName(this.target),
      description: 'Redis: in from ECS tasks and Lambda functions, no way out',
      vpcId: this.read('network', NETWORK_OUTPUTS.vpcId),
    })
    const users = {
      tasks: NETWORK_OUTPUTS.taskSecurityGroupId,
      functions: NETWORK_OUTPUTS.functionSecurityGroupId,
    }
    for (const [id, output] of Object.entries(users)) {
      const peer = { referencedSecurityGroupId: this.read('network', output) }
      group.allowIn(id, { description: `Redis from ${id}`, port: REDIS_PORT, peer })
    }
    return group
  }

  private addWebSockets(): void {
    const parts = webSocketFunctionsOf(this.target)
    const apis = parts.map((part) => [part.app, this.addWebSocket(part)] as const)
    const outputOf = (value: (api: WebSocketApi) => string) =>
      Object.fromEntries(apis.map(([app, api]) => [app, value(api)]))
    this.write(
      REALTIME_OUTPUTS.webSocketUrls,
      outputOf(({ url }) => url),
    )
    this.write(
      REALTIME_OUTPUTS.webSocketEndpoints,
      outputOf(({ managementEndpoint }) => managementEndpoint),
    )
    this.write(
      REALTIME_OUTPUTS.webSocketApiIds,
      outputOf(({ api }) => api.id),
    )
  }

  private addWebSocket(part: Part<FunctionOfApp>): WebSocketApi {
    const { app } = part
    const api = new WebSocketApi(this, `${app}-api`, {
      name: webSocketApiName(this.target, app),
      description: `WebSocket of ${app}, ${this.target.name}`,
      stageName: WEBSOCKET_STAGE,
      region: this.target.environment.region,
      kmsKeyArn: this.keyArn,
      loggingRole: this.loggingRole()?.account,
    })
    const webSocket = { apiId: api.api.id, endpoint: api.managementEndpoint }
    const handler = this.addProgram(part, {
      environment: this.appVariables(app),
      statements: [],
      keyServices: [],
      references: { redisUrl: this.redisUrl, webSocket },
    })
    api.serve({ handler, authorizer: this.addAuthorizer(app, 'websocket') })
    return api
  }

  /** Undefined where another environment of the account has it. */
  private loggingRole(): ApiLoggingRole | undefined {
    const { apiGatewayAccount, accountId, region } = this.target.environment
    if (apiGatewayAccount === 'shared') return undefined
    const existing = this.node.tryFindChild('api-logging')
    if (existing instanceof ApiLoggingRole) return existing
    return new ApiLoggingRole(this, 'api-logging', {
      name: `${prefix(this.target)}-api-logging`,
      accountId,
      region,
      permissionsBoundary: boundaryArn(this.target),
    })
  }
}
