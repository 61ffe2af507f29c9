import type { SystemInput } from '../../cdktf/config/schema'
import { community } from '../../cdktf/systems/community'
import { at } from '../unit/config/faulty'
import { changedDev, configOf, stackNamed, statement, variablesOf } from './find'
import { inside, synthesized, type Config, type Synthesized } from './synthesized'

const stacks = synthesized([community])
const dev = realtimeOf('dev')
const prod = realtimeOf('prod')
const KEY = '${data.terraform_remote_state.foundation-state.outputs.data_key_arn}'

function realtimeOf(environment: string, from: ReadonlyMap<string, Synthesized> = stacks): Synthesized {
  return stackNamed(`community-${environment}-realtime`, from)
}

function changed(change: (input: SystemInput) => void): ReadonlyMap<string, Synthesized> {
  return changedDev(community, change)
}

function redisOf(stack: Synthesized): Config {
  return configOf(stack, 'aws_elasticache_replication_group', 'redis/group')
}

describe('Redis', () => {
  it('is encrypted at rest by the data key, and on the way', () => {
    expect(redisOf(dev)).toMatchObject({
      engine: 'redis',
      engine_version: '7.1',
      at_rest_encryption_enabled: 'true',
      kms_key_id: KEY,
      transit_encryption_enabled: true,
    })
  })

  it('lets users in by IAM, and nobody without a name', () => {
    const users = dev.ofType('aws_elasticache_user').map(({ config }) => config)
    expect(users).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          user_id: 'community-dev-app',
          user_name: 'community-dev-app',
          authentication_mode: { type: 'iam' },
          access_string: expect.stringMatching(/^on .*-@admin -@dangerous/) as string,
        }),
        expect.objectContaining({
          user_name: 'default',
          access_string: expect.stringMatching(/^off .*-@all$/) as string,
        }),
      ]),
    )
    expect(redisOf(dev)['user_group_ids']).toEqual([
      expect.stringContaining('aws_elasticache_user_group.redis_users'),
    ])
  })

  it('keeps no password in the state', () => {
    expect(JSON.stringify(dev.json)).not.toMatch(/auth_token|"passwords"/)
  })

  it('is reached by tasks and functions alone, on its own port', () => {
    const rules = dev.ofType('aws_vpc_security_group_ingress_rule').map(({ config }) => config)
    expect(rules.map((rule) => rule['referenced_security_group_id']).sort()).toEqual([
      '${data.terraform_remote_state.network-state.outputs.function_security_group_id}',
      '${data.terraform_remote_state.network-state.outputs.task_security_group_id}',
    ])
    for (const rule of rules)
      expect(rule).toMatchObject({ from_port: 6379, to_port: 6379, ip_protocol: 'tcp' })
    expect(dev.ofType('aws_vpc_security_group_egress_rule')).toEqual([])
  })

  it('fails over where it has a copy, and has one in production', () => {
    expect(redisOf(prod)).toMatchObject({
      num_cache_clusters: 2,
      automatic_failover_enabled: true,
      multi_az_enabled: true,
    })
    expect(redisOf(dev)).toMatchObject({ num_cache_clusters: 1, automatic_failover_enabled: false })
  })

  it('logs slow commands to a log group of its own, and takes snapshots', () => {
    expect(redisOf(dev)).toMatchObject({
      snapshot_retention_limit: 1,
      maintenance_window: 'sun:05:00-sun:06:00',
      log_delivery_configuration: [
        { log_type: 'engine-log', destination_type: 'cloudwatch-logs' },
        { log_type: 'slow-log', destination_type: 'cloudwatch-logs' },
      ],
    })
    expect(configOf(dev, 'aws_cloudwatch_log_group', 'redis/slow-log/group')).toMatchObject({
      name: '/aws/elasticache/community-dev-redis/slow-log',
      kms_key_id: KEY,
    })
  })

  it('tells programs how to reach it, without a secret', () => {
    expect(inside(dev.json, 'output', 'redis_url', 'value')).toMatch(
      /^rediss:\/\/community-dev-app@\$\{aws_elasticache_replication_group\..*\.primary_endpoint_address\}:6379\?replicationGroup=community-dev-redis$/,
    )
  })
})

describe('the WebSocket', () => {
  it('asks the authorizer when a connection opens, and no more', () => {
    const routes = dev
      .ofType('aws_apigatewayv2_route')
      .map(({ config }) => [config['route_key'], config['authorization_type']])
    expect(Object.fromEntries(routes)).toEqual({
      $connect: 'CUSTOM',
      $disconnect: 'NONE',
      $default: 'NONE',
    })
  })

  it('has one stage, made after its routes, with access logs and without execution logs', () => {
    const stage = configOf(dev, 'aws_apigatewayv2_stage', 'community-api/stage')
    expect(stage).toMatchObject({ name: 'live', auto_deploy: true })
    expect(inside(stage, 'default_route_settings')).toMatchObject({
      data_trace_enabled: false,
      logging_level: 'OFF',
      throttling_rate_limit: 100,
    })
    expect(JSON.parse(String(inside(stage, 'access_log_settings', 'format')))).toMatchObject({
      connectionId: '$context.connectionId',
    })
    const before = (stage['depends_on'] as string[]).map((address) => address.split('.')[0])
    expect(before.sort()).toEqual([
      'aws_api_gateway_account',
      'aws_apigatewayv2_route',
      'aws_apigatewayv2_route',
      'aws_apigatewayv2_route',
    ])
  })

  it('sets the logging role of the account, unless another environment does', () => {
    expect(dev.ofType('aws_api_gateway_account')).toHaveLength(1)
    const shared = changed((input) => (at(input, 'environments', 'dev')['apiGatewayAccount'] = 'shared'))
    expect(realtimeOf('dev', shared).ofType('aws_api_gateway_account')).toEqual([])
    expect(
      realtimeOf('dev', shared)
        .ofType('aws_iam_role')
        .map(({ path }) => path),
    ).not.toContain('api-logging/role/role')
  })

  it('lets API Gateway assume it, which names no account when it does', () => {
    const trust = configOf(dev, 'aws_iam_role', 'api-logging/role/role')['assume_role_policy']
    expect((JSON.parse(String(trust)) as { Statement: unknown[] }).Statement).toEqual([
      {
        Sid: 'ServiceOfThisAccount',
        Effect: 'Allow',
        Principal: { Service: 'apigateway.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ])
  })

  it('gives its function the table, Redis and the connections of its own API', () => {
    expect(variablesOf(dev, 'community-websocket/function')).toMatchObject({
      TABLE_CONNECTIONS: 'community-dev-connections',
      REDIS_URL: expect.stringMatching(/^rediss:/) as string,
      WEBSOCKET_ENDPOINT: expect.stringMatching(
        /^https:\/\/\$\{aws_apigatewayv2_api\..*\.id\}\.execute-api\.us-east-1\.amazonaws\.com\/live$/,
      ) as string,
    })
    expect(statement(dev, 'community-websocket', 'Redis')?.Resource).toEqual([
      'arn:aws:elasticache:us-east-1:123456789012:replicationgroup:community-dev-redis',
      'arn:aws:elasticache:us-east-1:123456789012:user:community-dev-app',
    ])
    expect(statement(dev, 'community-websocket', 'Connections')?.Resource).toEqual([
      expect.stringMatching(
        /^arn:aws:execute-api:us-east-1:123456789012:\$\{aws_apigatewayv2_api\..*\.id\}\/live\/\*\/@connections\/\*$/,
      ),
    ])
  })

  it('leaves the database connections for others, and the account room for other functions', () => {
    expect(configOf(dev, 'aws_lambda_function', 'community-websocket/function')).toMatchObject({
      reserved_concurrent_executions: 40,
    })
  })

  it('keeps connections in a table that forgets them, found by user', () => {
    expect(configOf(dev, 'aws_dynamodb_table', 'table-community-connections/table')).toMatchObject({
      name: 'community-dev-connections',
      hash_key: 'connectionId',
      ttl: { attribute_name: 'expiresAt', enabled: true },
      global_secondary_index: [{ name: 'userId-index', hash_key: 'userId' }],
    })
  })

  it('tells the other stacks where it is', () => {
    const outputs = inside(dev.json, 'output')
    expect(inside(outputs, 'websocket_api_ids', 'value', 'community')).toMatch(/aws_apigatewayv2_api/)
    expect(inside(outputs, 'websocket_urls', 'value', 'community')).toMatch(/^wss:.*\/live$/)
  })
})

describe('a program that asks for what is not there', () => {
  it('fails where a function uses Redis and the system has none', () => {
    expect(() => changed((input) => delete input.realtime)).toThrow(/realtime/)
  })

  it('fails where Redis has no size', () => {
    expect(() => changed((input) => delete at(input, 'environments', 'dev')['redis'])).toThrow(/redis/)
  })
})
