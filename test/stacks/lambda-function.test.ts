import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, TerraformStack } from 'cdktf'
import { LambdaFunction, type LambdaFunctionProps } from '../../cdktf/constructs/lambda-function'
import { functionCode } from '../../cdktf/function-code'
import { inside, stackOf, type Config, type Synthesized } from './synthesized'

const PROPS: Omit<LambdaFunctionProps, 'code'> = {
  functionName: 'studio-dev-tap-worker',
  description: 'Counts what is tapped',
  timeoutSeconds: 60,
  memoryMb: 256,
  environment: { TABLE_TALLIES: 'tallies' },
  statements: [
    { sid: 'Tallies', actions: ['dynamodb:UpdateItem'], resources: ['arn:aws:dynamodb:::table/tallies'] },
  ],
  accountId: '111111111111',
  region: 'us-east-1',
  kmsKeyArn: 'arn:aws:kms:us-east-1:111111111111:key/data',
  permissionsBoundary: 'arn:aws:iam::111111111111:policy/boundary',
  alarmTopicArn: 'arn:aws:sns:us-east-1:111111111111:alarms',
}

interface Made extends Synthesized {
  /** SHA-256 of the zip that the function names, in base64. */
  readonly zipHash: string
}

function made(
  changes: Partial<LambdaFunctionProps> = {},
  use: (made: LambdaFunction) => void = () => undefined,
): Made {
  const outdir = mkdtempSync(join(tmpdir(), 'lambda-'))
  try {
    const app = new App({ outdir, stackTraces: false, skipValidation: true })
    const stack = new TerraformStack(app, 'test')
    use(new LambdaFunction(stack, 'worker', { ...PROPS, code: functionCode('tap-worker'), ...changes }))
    app.synth()
    const folder = join(outdir, 'stacks', 'test')
    const synthesized = stackOf(JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')) as Config)
    const zip = readFileSync(join(folder, String(one(synthesized, 'aws_lambda_function')['filename'])))
    return { ...synthesized, zipHash: createHash('sha256').update(zip).digest('base64') }
  } finally {
    rmSync(outdir, { recursive: true, force: true })
  }
}

function one(synthesized: Synthesized, type: string): Config {
  const [first, ...others] = synthesized.ofType(type)
  if (first === undefined || others.length > 0) throw new Error(`${others.length} more than one of ${type}`)
  return first.config
}

/** The role's statements, by Sid. */
function statements(synthesized: Synthesized): Readonly<Record<string, Config>> {
  const policy = JSON.parse(String(one(synthesized, 'aws_iam_role_policy')['policy'])) as Config
  const list = (policy['Statement'] ?? []) as readonly Config[]
  return Object.fromEntries(list.map((statement) => [String(statement['Sid']), statement]))
}

describe('a function', () => {
  const stack = made()
  const config = one(stack, 'aws_lambda_function')

  it('runs on arm64 with the newest runtime, traced, published', () => {
    expect(config).toMatchObject({
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      publish: true,
      timeout: 60,
      memory_size: 256,
      tracing_config: { mode: 'Active' },
    })
  })

  it('has its zip beside the configuration, by a path that names no folder of this machine', () => {
    expect(config['filename']).toMatch(/^assets\/worker_code_[0-9A-F]{8}\/[0-9a-f]{64}\/tap-worker\.zip$/)
    expect(config['source_code_hash']).toBe(stack.zipHash)
  })

  it('keeps its environment and logs under the data key', () => {
    expect(config).toMatchObject({
      kms_key_arn: PROPS.kmsKeyArn,
      environment: { variables: { TABLE_TALLIES: 'tallies' } },
    })
    expect(one(stack, 'aws_cloudwatch_log_group')).toMatchObject({
      name: '/aws/lambda/studio-dev-tap-worker',
      kms_key_id: PROPS.kmsKeyArn,
      retention_in_days: 365,
    })
  })

  it('comes after its log group and permissions', () => {
    expect(config['depends_on']).toEqual([
      expect.stringMatching(/^aws_cloudwatch_log_group\./),
      expect.stringMatching(/^aws_iam_role_policy\./),
    ])
  })

  it('is invoked by the alias live', () => {
    expect(one(stack, 'aws_lambda_alias')).toMatchObject({
      name: 'live',
      function_version: expect.stringMatching(/aws_lambda_function\..+\.version/) as unknown,
    })
  })

  it('may write its own logs and traces, read its environment, and what it was given', () => {
    const own = statements(stack)
    expect(Object.keys(own)).toEqual(['Logs', 'Traces', 'Environment', 'Tallies'])
    expect(own['Logs']?.['Resource']).toEqual([
      expect.stringMatching(/aws_cloudwatch_log_group\..+\.arn\}:\*$/),
    ])
    expect(own['Environment']?.['Resource']).toEqual([PROPS.kmsKeyArn])
    expect(one(stack, 'aws_iam_role')['permissions_boundary']).toBe(PROPS.permissionsBoundary)
  })

  it('raises an alarm for errors in percent, above a floor, and one for throttles', () => {
    const alarms = stack.ofType('aws_cloudwatch_metric_alarm').map(({ config: alarm }) => alarm)
    expect(alarms.map((alarm) => alarm['alarm_name'])).toEqual([
      'studio-dev-tap-worker-errors',
      'studio-dev-tap-worker-throttles',
    ])
    const expression = inside(alarms[0], 'metric_query', 2, 'expression')
    expect(expression).toBe('IF(invocations >= 5, 100 * errors / invocations, 0)')
    expect(alarms[0]).toMatchObject({ threshold: 5, alarm_actions: [PROPS.alarmTopicArn] })
    expect(inside(alarms[1], 'metric_query', 0, 'metric', 'metric_name')).toBe('Throttles')
  })
})

describe('a function that differs', () => {
  it('is outside any VPC, without a limit of its own, unless it says so', () => {
    const plain = one(made(), 'aws_lambda_function')
    expect(plain).not.toHaveProperty('vpc_config')
    expect(plain).not.toHaveProperty('reserved_concurrent_executions')
    expect(statements(made())).not.toHaveProperty('NetworkInterfaces')
  })

  it('in a VPC lets Lambda make its network interfaces, and fails to let the program do so', () => {
    const stack = made({
      vpc: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] },
      reservedConcurrency: 3,
    })
    expect(one(stack, 'aws_lambda_function')).toMatchObject({
      vpc_config: { subnet_ids: ['subnet-1'], security_group_ids: ['sg-1'] },
      reserved_concurrent_executions: 3,
    })
    expect(statements(stack)['NetworkInterfaces']?.['Condition']).toEqual({
      ArnNotEquals: {
        'lambda:SourceFunctionArn': 'arn:aws:lambda:us-east-1:111111111111:function:studio-dev-tap-worker',
      },
    })
  })

  it('without variables asks for no key, which Lambda would forget', () => {
    const stack = made({ environment: {} })
    expect(one(stack, 'aws_lambda_function')).not.toHaveProperty('kms_key_arn')
    expect(statements(stack)).not.toHaveProperty('Environment')
  })

  it('takes its own limit for the alarm', () => {
    const [errors] = made({ errorAlarmPercent: 1 }).ofType('aws_cloudwatch_metric_alarm')
    expect(errors?.config['threshold']).toBe(1)
  })

  it('is opened to one resource of one service, at the alias', () => {
    const stack = made({}, (worker) =>
      worker.allow('bucket', { principal: 's3.amazonaws.com', sourceArn: 'arn:aws:s3:::incoming' }),
    )
    expect(one(stack, 'aws_lambda_permission')).toMatchObject({
      action: 'lambda:InvokeFunction',
      qualifier: expect.stringMatching(/aws_lambda_alias\..+\.name/) as unknown,
      principal: 's3.amazonaws.com',
      source_arn: 'arn:aws:s3:::incoming',
    })
  })
})
