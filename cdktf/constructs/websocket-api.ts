import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api'
import { Apigatewayv2Authorizer } from '@cdktf/provider-aws/lib/apigatewayv2-authorizer'
import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration'
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route'
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage'
import type { ITerraformDependable } from 'cdktf'
import { Construct } from 'constructs'
import { accessLog } from './api-access-log'
import type { LambdaFunction } from './lambda-function'
import { LogGroup } from './log-group'

export interface WebSocketApiProps {
  readonly name: string
  readonly description: string
  readonly stageName: string
  readonly region: string
  /** Of the access logs. */
  readonly kmsKeyArn: string
  /** What API Gateway needs before it writes logs of a WebSocket stage: the account's logging role. @default it is there */
  readonly loggingRole?: ITerraformDependable | undefined
  /** Messages in a second, over all connections. @default 100 */
  readonly throttlingRateLimit?: number
  /** @default 200 */
  readonly throttlingBurstLimit?: number
}

export interface WebSocketFunctions {
  /** Answers every route. */
  readonly handler: LambdaFunction
  /** Answers `$connect` with a policy. Asked each time: a browser sets no header here, so it looks for the token itself. */
  readonly authorizer: LambdaFunction
}

const RATE_LIMIT = 100
const BURST_LIMIT = 200
/** Longest that a WebSocket API takes. */
const INTEGRATION_TIMEOUT_MS = 29_000
const ROUTES = { connect: '$connect', disconnect: '$disconnect', default: '$default' } as const

/**
 * A WebSocket API before one function. Who may open a connection is decided once, by the authorizer of `$connect`. The API
 * comes first and its functions by `serve`, since they have to know its endpoint.
 */
export class WebSocketApi extends Construct {
  readonly api: Apigatewayv2Api
  /** `wss://…/live`: what a browser connects to. */
  readonly url: string
  /** `https://…/live`: where messages to connections are sent. */
  readonly managementEndpoint: string
  private readonly props: WebSocketApiProps

  constructor(scope: Construct, id: string, props: WebSocketApiProps) {
    super(scope, id)
    this.props = props
    this.api = new Apigatewayv2Api(this, 'api', {
      name: props.name,
      description: props.description,
      protocolType: 'WEBSOCKET',
      routeSelectionExpression: '$request.body.action',
    })
    const place = `${this.api.id}.execute-api.${props.region}.amazonaws.com/${props.stageName}`
    this.url = `wss://${place}`
    this.managementEndpoint = `https://${place}`
  }

  serve({ handler, authorizer }: WebSocketFunctions): void {
    const routes = this.addRoutes(handler, this.addAuthorizer(authorizer))
    this.allow(handler, '*')
    this.addStage(routes)
  }

  private addAuthorizer(target: LambdaFunction): Apigatewayv2Authorizer {
    const authorizer = new Apigatewayv2Authorizer(this, 'authorizer', {
      apiId: this.api.id,
      name: 'token',
      authorizerType: 'REQUEST',
      authorizerUri: target.alias.invokeArn,
    })
    this.allow(target, `authorizers/${authorizer.id}`)
    return authorizer
  }

  private addRoutes(handler: LambdaFunction, authorizer: Apigatewayv2Authorizer): Apigatewayv2Route[] {
    const integration = new Apigatewayv2Integration(this, 'integration', {
      apiId: this.api.id,
      integrationType: 'AWS_PROXY',
      integrationMethod: 'POST',
      integrationUri: handler.alias.invokeArn,
      timeoutMilliseconds: INTEGRATION_TIMEOUT_MS,
    })
    return Object.entries(ROUTES).map(
      ([id, routeKey]) =>
        new Apigatewayv2Route(this, id, {
          apiId: this.api.id,
          routeKey,
          target: `integrations/${integration.id}`,
          ...(routeKey === ROUTES.connect
            ? { authorizationType: 'CUSTOM', authorizerId: authorizer.id }
            : { authorizationType: 'NONE' }),
        }),
    )
  }

  private addStage(routes: readonly Apigatewayv2Route[]): void {
    const { name, stageName, kmsKeyArn, loggingRole, ...limits } = this.props
    const logs = new LogGroup(this, 'logs', { name: `/aws/apigateway/${name}`, kmsKeyArn })
    new Apigatewayv2Stage(this, 'stage', {
      apiId: this.api.id,
      name: stageName,
      autoDeploy: true,
      accessLogSettings: accessLog(logs, 'WEBSOCKET'),
      defaultRouteSettings: {
        detailedMetricsEnabled: true,
        // Messages are private: no execution logs, which would hold them.
        dataTraceEnabled: false,
        loggingLevel: 'OFF',
        throttlingRateLimit: limits.throttlingRateLimit ?? RATE_LIMIT,
        throttlingBurstLimit: limits.throttlingBurstLimit ?? BURST_LIMIT,
      },
      // An API without routes cannot be deployed.
      dependsOn: [...routes, ...(loggingRole === undefined ? [] : [loggingRole])],
    })
  }

  private allow(target: LambdaFunction, of: string): void {
    target.allow('from-websocket', {
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${this.api.executionArn}/${of}`,
    })
  }
}
