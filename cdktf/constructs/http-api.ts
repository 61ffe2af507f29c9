import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api'
import { Apigatewayv2Authorizer } from '@cdktf/provider-aws/lib/apigatewayv2-authorizer'
import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration'
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route'
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage'
import { Construct } from 'constructs'
import { accessLog } from './api-access-log'
import type { LambdaFunction } from './lambda-function'
import { LogGroup } from './log-group'

export interface HttpApiRoute {
  readonly method: string
  /** `/uploads/{jobId}` */
  readonly path: string
  /** `token`: the authorizer lets the caller in. `public`: anybody. */
  readonly authorization: 'token' | 'public'
}

export interface HttpApiProps {
  readonly name: string
  readonly description: string
  /** Of the access logs. */
  readonly kmsKeyArn: string
  /** Origins whose pages may call the API. */
  readonly allowedOrigins: readonly string[]
  /** Answers `{isAuthorized, context}`, payload format 2.0. @default no route may ask for a token */
  readonly authorizer?: LambdaFunction
  /** A decision is kept for so long, so a token is accepted for so long after it expired. @default 60 */
  readonly authorizerResultTtlSeconds?: number
  /** Whether the name that AWS gives the API answers. Off where it has a domain of its own. @default true */
  readonly executeApiEndpoint?: boolean
  /** Requests in a second, over all callers. @default 100 */
  readonly throttlingRateLimit?: number
  /** @default 200 */
  readonly throttlingBurstLimit?: number
}

const AUTHORIZER_TTL_SECONDS = 60
const RATE_LIMIT = 100
const BURST_LIMIT = 200
const PREFLIGHT_MAX_AGE_SECONDS = 3000

/**
 * API Gateway ends every request after this time, and an HTTP API cannot be asked for more. A function may run longer, but
 * nobody hears its answer: long work is started by an object or a message, and its state is asked for.
 */
const INTEGRATION_TIMEOUT_MS = 30_000

/** HTTP methods and paths before Lambda functions, with one authorizer, access logs and a limit on requests. */
export class HttpApi extends Construct {
  readonly api: Apigatewayv2Api
  readonly stage: Apigatewayv2Stage
  private readonly authorizer: Apigatewayv2Authorizer | undefined

  constructor(scope: Construct, id: string, props: HttpApiProps) {
    super(scope, id)
    const logs = new LogGroup(this, 'logs', {
      name: `/aws/apigateway/${props.name}`,
      kmsKeyArn: props.kmsKeyArn,
    })
    this.api = new Apigatewayv2Api(this, 'api', {
      name: props.name,
      description: props.description,
      protocolType: 'HTTP',
      disableExecuteApiEndpoint: props.executeApiEndpoint === false,
      corsConfiguration: {
        allowOrigins: [...props.allowedOrigins],
        allowMethods: ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'],
        allowHeaders: ['authorization', 'content-type'],
        maxAge: PREFLIGHT_MAX_AGE_SECONDS,
      },
    })
    this.authorizer = props.authorizer && this.addAuthorizer(props.authorizer, props)
    this.stage = new Apigatewayv2Stage(this, 'stage', {
      apiId: this.api.id,
      name: '$default',
      autoDeploy: true,
      accessLogSettings: accessLog(logs, 'HTTP'),
      defaultRouteSettings: {
        detailedMetricsEnabled: true,
        throttlingRateLimit: props.throttlingRateLimit ?? RATE_LIMIT,
        throttlingBurstLimit: props.throttlingBurstLimit ?? BURST_LIMIT,
      },
    })
  }

  /** Puts a function behind routes. Fails for a route with `token` where there is no authorizer. */
  addFunction(id: string, target: LambdaFunction, routes: readonly HttpApiRoute[]): void {
    const integration = new Apigatewayv2Integration(this, `${id}-integration`, {
      apiId: this.api.id,
      integrationType: 'AWS_PROXY',
      integrationMethod: 'POST',
      integrationUri: target.alias.invokeArn,
      payloadFormatVersion: '2.0',
      timeoutMilliseconds: INTEGRATION_TIMEOUT_MS,
    })
    for (const route of routes) {
      new Apigatewayv2Route(this, routeId(route), {
        apiId: this.api.id,
        routeKey: `${route.method} ${route.path}`,
        target: `integrations/${integration.id}`,
        ...this.authorizationOf(route),
      })
    }
    target.allow('from-http-api', {
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${this.api.executionArn}/*`,
    })
  }

  private authorizationOf({ method, path, authorization }: HttpApiRoute) {
    if (authorization === 'public') return { authorizationType: 'NONE' }
    if (this.authorizer === undefined)
      throw new Error(`${method} ${path} asks for a token: pass an authorizer`)
    return { authorizationType: 'CUSTOM', authorizerId: this.authorizer.id }
  }

  private addAuthorizer(target: LambdaFunction, props: HttpApiProps): Apigatewayv2Authorizer {
    const authorizer = new Apigatewayv2Authorizer(this, 'authorizer', {
      apiId: this.api.id,
      name: 'token',
      authorizerType: 'REQUEST',
      authorizerUri: target.alias.invokeArn,
      authorizerPayloadFormatVersion: '2.0',
      enableSimpleResponses: true,
      // A request without the header is refused before the function is asked.
      identitySources: ['$request.header.Authorization'],
      authorizerResultTtlInSeconds: props.authorizerResultTtlSeconds ?? AUTHORIZER_TTL_SECONDS,
    })
    target.allow('from-http-api', {
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${this.api.executionArn}/authorizers/${authorizer.id}`,
    })
    return authorizer
  }
}

/** `POST /uploads/{jobId}` -> `post_uploads_jobId` */
function routeId({ method, path }: HttpApiRoute): string {
  return `${method.toLowerCase()}${path.replaceAll(/[{}+]/g, '').replaceAll('/', '_')}`
}
