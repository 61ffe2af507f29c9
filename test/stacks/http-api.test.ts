import type { SystemInput } from '../../cdktf/config/schema'
import { community } from '../../cdktf/systems/community'
import { studio } from '../../cdktf/systems/studio'
import { at } from '../unit/config/faulty'
import { changedDev, configOf, stackNamed, variablesOf } from './find'
import { inside, synthesized, type Config, type Synthesized } from './synthesized'

const stacks = synthesized([studio, community])
const echo = stackNamed('studio-dev-functions', stacks)
const matches = stackNamed('community-dev-functions', stacks)

function changed(system: SystemInput, change: (input: SystemInput) => void): Synthesized {
  return stackNamed(`${system.name}-dev-functions`, changedDev(system, change))
}

function routesOf(stack: Synthesized): Record<string, unknown> {
  return Object.fromEntries(
    stack
      .ofType('aws_apigatewayv2_route')
      .map(({ config }) => [String(config['route_key']), config['authorization_type']]),
  )
}

describe('the HTTP API', () => {
  const api = configOf(matches, 'aws_apigatewayv2_api', 'community-api/api')

  it('has every route of the file, behind the authorizer', () => {
    expect(routesOf(matches)).toEqual({
      'POST /api/matches/generate': 'CUSTOM',
      'POST /api/matches/batch-generate': 'CUSTOM',
      'POST /api/seed-hobbies': 'CUSTOM',
      'POST /api/photos/upload-url': 'CUSTOM',
      'POST /api/photos/view-url': 'CUSTOM',
    })
  })

  it('opens a public route and no other', () => {
    const opened = changed(community, (input) => {
      const matching = at(input, 'apps', 'community', 'functions', 'matching')
      matching['routes'] = [
        { method: 'GET', path: '/health', authorization: 'public' },
        { method: 'POST', path: '/api/matches/generate' },
      ]
    })
    expect(routesOf(opened)).toMatchObject({
      'GET /health': 'NONE',
      'POST /api/matches/generate': 'CUSTOM',
      'POST /api/photos/view-url': 'CUSTOM',
    })
  })

  it('needs no authorizer where every route is public', () => {
    const open = changed(studio, (input) => {
      at(input, 'apps', 'echo', 'functions', 'upload')['routes'] = [
        { method: 'POST', path: '/upload', authorization: 'public' },
      ]
    })
    expect(open.ofType('aws_apigatewayv2_authorizer')).toEqual([])
    expect(open.ofType('aws_lambda_function').map(({ path }) => path)).not.toContain(
      'echo-http-authorizer/function',
    )
  })

  it('asks the authorizer by the Authorization header, and keeps the answer for a minute', () => {
    expect(configOf(matches, 'aws_apigatewayv2_authorizer', 'community-api/authorizer')).toMatchObject({
      authorizer_type: 'REQUEST',
      authorizer_payload_format_version: '2.0',
      enable_simple_responses: true,
      identity_sources: ['$request.header.Authorization'],
      authorizer_result_ttl_in_seconds: 60,
    })
  })

  it('accepts tokens of Supabase while auth is kept, and of both while it moves', () => {
    expect(variablesOf(matches, 'community-http-authorizer/function')).toEqual({
      SUPABASE_URL: expect.stringContaining('.supabase.co') as string,
      SUPABASE_ISSUER: expect.stringContaining('.supabase.co/auth/v1') as string,
      SECRET_SUPABASE_JWT_SECRET: expect.stringContaining('.SUPABASE_JWT_SECRET}') as string,
    })
    expect(variablesOf(echo, 'echo-http-authorizer/function')).toEqual({
      SUPABASE_URL: expect.stringContaining('.supabase.co') as string,
      SUPABASE_ISSUER: expect.stringContaining('.supabase.co/auth/v1') as string,
      USER_POOL_ISSUER: '${data.terraform_remote_state.auth-state.outputs.issuer}',
      USER_POOL_CLIENT_IDS: '${data.terraform_remote_state.auth-state.outputs.client_ids.echo}',
    })
  })

  it('answers pages of its own origins only', () => {
    expect(inside(api, 'cors_configuration')).toMatchObject({
      allow_origins: ['https://dev.community.example'],
      allow_headers: ['authorization', 'content-type'],
    })
  })

  it('logs each request as JSON, without tokens, and limits how many there are', () => {
    const stage = configOf(matches, 'aws_apigatewayv2_stage', 'community-api/stage')
    expect(stage).toMatchObject({ name: '$default', auto_deploy: true })
    expect(inside(stage, 'default_route_settings')).toMatchObject({
      throttling_rate_limit: 100,
      throttling_burst_limit: 200,
    })
    const format = JSON.parse(String(inside(stage, 'access_log_settings', 'format'))) as Config
    expect(format).toMatchObject({ routeKey: '$context.routeKey', status: '$context.status' })
    expect(JSON.stringify(format)).not.toMatch(/querystring|header|authorizer\.claims/i)
    expect(configOf(matches, 'aws_cloudwatch_log_group', 'community-api/logs/group')).toMatchObject({
      name: '/aws/apigateway/community-dev-api',
      retention_in_days: 365,
    })
  })

  it('waits for a function as long as the gateway can', () => {
    for (const { config } of matches.ofType('aws_apigatewayv2_integration'))
      expect(config).toMatchObject({ timeout_milliseconds: 30_000, payload_format_version: '2.0' })
  })

  it('answers by its own name alone, over IPv4 and IPv6', () => {
    expect(api).toMatchObject({ disable_execute_api_endpoint: true })
    const domain = configOf(matches, 'aws_apigatewayv2_domain_name', 'community-api-domain/domain')
    expect(inside(domain, 'domain_name_configuration')).toMatchObject({
      endpoint_type: 'REGIONAL',
      security_policy: 'TLS_1_2',
      ip_address_type: 'dualstack',
    })
    const records = matches.ofType('aws_route53_record').filter(({ config }) => config['alias'] !== undefined)
    expect(records.map(({ config }) => config['type'])).toEqual(['A', 'AAAA'])
  })

  it('keeps the name that AWS gives it where the environment has no other', () => {
    const plain = changed(community, (input) => (at(input, 'environments', 'dev')['domains'] = {}))
    expect(plain.ofType('aws_apigatewayv2_domain_name')).toEqual([])
    expect(configOf(plain, 'aws_apigatewayv2_api', 'community-api/api')).toMatchObject({
      disable_execute_api_endpoint: false,
    })
  })

  it('alone invokes its functions, and the authorizer by its own ARN', () => {
    const sources = matches
      .ofType('aws_lambda_permission')
      .filter(({ path }) => path.endsWith('/from-http-api'))
      .map(({ path, config }) => [path, String(config['source_arn'])])
    expect(Object.fromEntries(sources)).toEqual({
      'community-http-authorizer/from-http-api': expect.stringMatching(
        /execution_arn\}\/authorizers\/\$\{aws_apigatewayv2_authorizer\./,
      ) as string,
      'community-matching/from-http-api': expect.stringMatching(/execution_arn\}\/\*$/) as string,
      'community-presign/from-http-api': expect.stringMatching(/execution_arn\}\/\*$/) as string,
    })
  })
})
