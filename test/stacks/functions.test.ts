import { functionsOf } from '../../cdktf/config/functions-of'
import { functionName } from '../../cdktf/config/names'
import type { SystemInput } from '../../cdktf/config/schema'
import { resolveTarget } from '../../cdktf/config/target'
import { community } from '../../cdktf/systems/community'
import { studio } from '../../cdktf/systems/studio'
import { at } from '../unit/config/faulty'
import { changedDev, configOf, stackNamed, statement, statementsOf, variablesOf } from './find'
import { inside, synthesized, type Synthesized } from './synthesized'

const stacks = synthesized([studio, community])
const echo = stackNamed('studio-dev-functions', stacks)
const matches = stackNamed('community-dev-functions', stacks)

function changed(system: SystemInput, change: (input: SystemInput) => void): Synthesized {
  return stackNamed(`${system.name}-dev-functions`, changedDev(system, change))
}

describe('functions', () => {
  it('are made for each app, with the size of the file', () => {
    const sizes = [...echo.ofType('aws_lambda_function'), ...matches.ofType('aws_lambda_function')].map(
      ({ config }) => [config['function_name'], config['timeout'], config['memory_size']],
    )
    const declared = ['studio/dev', 'community/dev'].flatMap((name) => {
      const target = resolveTarget([studio, community], name)
      return functionsOf(target).map(({ app, name: part, settings }) => [
        functionName(target, app, part),
        settings.timeoutSeconds,
        settings.memoryMb,
      ])
    })
    const authorizers = ['community-dev-authorizer', 'studio-dev-echo-authorizer'].map((name) => [
      name,
      10,
      256,
    ])
    expect(sizes.sort()).toEqual([...declared, ...authorizers].sort())
    expect(sizes).toContainEqual(['studio-dev-echo-upload', 300, 512])
  })

  it('leave the WebSocket and its table to the realtime stack', () => {
    expect(matches.ofType('aws_dynamodb_table')).toEqual([])
    expect(matches.ofType('aws_lambda_function').map(({ path }) => path)).not.toContain(
      'community-websocket/function',
    )
  })

  it('know where their things are, by the names of the contract', () => {
    expect(variablesOf(echo, 'echo-upload/function')).toEqual({
      TABLE_UPLOAD_JOBS: 'studio-dev-echo-upload-jobs',
      BUCKET_INCOMING: 'studio-dev-echo-incoming-123456789012',
      SECRET_AUDIUS_API_KEY: '/studio/dev/secret/AUDIUS_API_KEY',
      SECRET_AUDIUS_API_SECRET: '/studio/dev/secret/AUDIUS_API_SECRET',
      AUDIUS_APP_NAME: 'Echo Groove Battle',
      WEB_ORIGINS: 'https://echo.dev.studio.example,https://everlink.dev.studio.example',
      SUPABASE_URL: expect.stringMatching(/^https:\/\/[a-z]{20}\.supabase\.co$/) as string,
      SUPABASE_ISSUER: expect.stringMatching(/^https:\/\/[a-z]{20}\.supabase\.co\/auth\/v1$/) as string,
    })
    expect(variablesOf(matches, 'community-matching/function')).toMatchObject({
      SECRET_DATABASE_URL: '${data.terraform_remote_state.foundation-state.outputs.secret_arns.DATABASE_URL}',
      NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem',
    })
  })

  it('may use what their access names, and nothing else of the app', () => {
    expect(statementsOf(echo, 'echo-upload').map(({ Sid }) => Sid)).toEqual([
      'Logs',
      'Traces',
      'Environment',
      'Buckets',
      'Objects',
      'Tables',
      'DataKey',
      'SecretParameters',
      'SecretsKey',
      'SendFailures',
      'OwnQueuesKey',
    ])
    expect(statement(echo, 'echo-upload', 'Objects')?.Resource).toEqual([
      'arn:aws:s3:::studio-dev-echo-incoming-123456789012/*',
    ])
    expect(statement(echo, 'echo-upload', 'Tables')?.Resource).toEqual([
      'arn:aws:dynamodb:us-east-1:123456789012:table/studio-dev-echo-upload-jobs',
      'arn:aws:dynamodb:us-east-1:123456789012:table/studio-dev-echo-upload-jobs/index/*',
    ])
    expect(statement(echo, 'echo-upload', 'SecretParameters')?.Resource).toEqual([
      'arn:aws:ssm:us-east-1:123456789012:parameter/studio/dev/secret/AUDIUS_API_KEY',
      'arn:aws:ssm:us-east-1:123456789012:parameter/studio/dev/secret/AUDIUS_API_SECRET',
    ])
    expect(statement(echo, 'echo-upload', 'DataKey')?.Condition).toEqual({
      StringEquals: { 'kms:ViaService': ['s3.us-east-1.amazonaws.com', 'dynamodb.us-east-1.amazonaws.com'] },
    })
    expect(statement(matches, 'community-matching', 'Secrets')?.Resource).toEqual([
      '${data.terraform_remote_state.foundation-state.outputs.secret_arns.DATABASE_URL}',
    ])
  })

  it('have no right to every resource where AWS can name one', () => {
    const wide = [echo, matches].flatMap((stack) =>
      stack
        .ofType('aws_iam_role_policy')
        .flatMap(({ config }) => inside(JSON.parse(String(config['policy'])), 'Statement') as object[])
        .filter((each) => JSON.stringify(inside(each, 'Resource')).includes('"*"'))
        .map((each) => inside(each, 'Sid')),
    )
    expect([...new Set(wide)].sort()).toEqual(['NetworkInterfaces', 'Traces'])
  })

  it('stand in the VPC only for a database or Redis', () => {
    const inVpc = matches
      .ofType('aws_lambda_function')
      .filter(({ config }) => config['vpc_config'] !== undefined)
      .map(({ path, config }) => [path, config['vpc_config']])
    expect(inVpc).toEqual([
      [
        'community-matching/function',
        {
          subnet_ids: '${data.terraform_remote_state.network-state.outputs.private_subnet_ids}',
          security_group_ids: [
            '${data.terraform_remote_state.network-state.outputs.function_security_group_id}',
          ],
          ipv6_allowed_for_dual_stack: true,
        },
      ],
    ])
  })

  it('keep the limit of concurrency that the file gives them', () => {
    const limited = changed(studio, (input) => {
      at(input, 'apps', 'tap', 'functions', 'tap-worker')['concurrency'] = 3
    })
    expect(configOf(limited, 'aws_lambda_function', 'tap-tap-worker/function')).toMatchObject({
      reserved_concurrent_executions: 3,
    })
    expect(configOf(echo, 'aws_lambda_function', 'tap-tap-worker/function')).not.toHaveProperty(
      'reserved_concurrent_executions',
    )
  })
})

describe('a mistake in the file', () => {
  it('fails for a program that does not exist, naming those that do', () => {
    expect(() =>
      changed(studio, (input) => {
        at(input, 'apps', 'echo', 'functions', 'upload')['program'] = 'downlaod'
      }),
    ).toThrow(/downlaod.*upload/s)
  })

  it('fails for a route that two functions claim', () => {
    expect(() =>
      changed(community, (input) => {
        at(input, 'apps', 'community', 'functions', 'presign')['routes'] = [
          { method: 'POST', path: '/api/matches/generate' },
        ]
      }),
    ).toThrow(/post_api_matches_generate/)
  })
})
