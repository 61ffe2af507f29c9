import { describeBootstrap } from '../../cdktf/config/bootstrap'
import { resolveTarget } from '../../cdktf/config/target'
import { systems } from '../../cdktf/systems'
import { changed } from '../unit/config/faulty'
import { inside, keysOf, stackOf, synthesized, type Synthesized } from './synthesized'

const stacks = synthesized()

function foundationOf(environment: string, from = stacks): Synthesized {
  const stack = from.get(`aiuteur-${environment}-foundation`)
  if (stack === undefined) throw new Error(`no foundation for ${environment}`)
  return stack
}

function document(text: unknown): { Statement: Record<string, unknown>[] } {
  return JSON.parse(String(text)) as { Statement: Record<string, unknown>[] }
}

const dev = foundationOf('dev')

describe('foundation', () => {
  it('imports everything that bootstrap makes, and nothing else', () => {
    const imported = (inside(dev.json, 'import') as { id: string; to: string }[]).map(
      ({ to, id }) => `${to.split('.')[0] ?? ''} ${id}`,
    )
    const { buckets, journalTable, githubProvider, roles, boundary } = describeBootstrap(
      resolveTarget(systems, 'aiuteur/dev'),
    )
    const parts = [
      '',
      '_lifecycle_configuration',
      '_ownership_controls',
      '_policy',
      '_public_access_block',
      '_server_side_encryption_configuration',
      '_versioning',
    ]
    expect(imported.sort()).toEqual(
      [
        ...[buckets.state, buckets.logs, buckets.backup].flatMap(({ name, accessLogs }) =>
          [...parts, ...(accessLogs === undefined ? [] : ['_logging'])].map(
            (part) => `aws_s3_bucket${part} ${name}`,
          ),
        ),
        `aws_dynamodb_table ${journalTable.name}`,
        `aws_iam_openid_connect_provider ${githubProvider.arn}`,
        `aws_iam_policy ${boundary.arn}`,
        ...[roles.plan, roles.apply].flatMap(({ name, policyName, managedPolicies }) => [
          `aws_iam_role ${name}`,
          `aws_iam_role_policy ${name}:${policyName}`,
          ...managedPolicies.flatMap(({ arn }) => [
            `aws_iam_policy ${arn}`,
            `aws_iam_role_policy_attachment ${name}/${arn}`,
          ]),
        ]),
      ].sort(),
    )
  })

  it('leaves the OIDC provider to the environment that owns it', () => {
    expect(dev.ofType('aws_iam_openid_connect_provider')).toHaveLength(1)
    expect(foundationOf('prod').ofType('aws_iam_openid_connect_provider')).toHaveLength(0)
  })

  it('rotates its key, and names who may use it', () => {
    const [key] = dev.ofType('aws_kms_key')
    expect(key?.config).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 })
    const statements = document(key?.config['policy']).Statement
    expect(statements.find(({ Sid }) => Sid === 'DistributionsRead')).toMatchObject({
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: 'kms:Decrypt',
      Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudfront::123456789012:distribution/*' } },
    })
    expect(
      statements.filter(({ Principal }) => Principal === '*' || inside(Principal, 'AWS') === '*'),
    ).toEqual([])
  })

  it('lets CloudWatch Logs of its region encrypt log groups of this account, and of no other', () => {
    const [key] = dev.ofType('aws_kms_key')
    const statement = document(key?.config['policy']).Statement.find(({ Sid }) => Sid === 'LogsEncrypt')
    expect(statement).toMatchObject({
      Principal: { Service: 'logs.us-east-1.amazonaws.com' },
      Condition: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:us-east-1:123456789012:log-group:*' },
      },
    })
  })

  it('publishes alarms to an encrypted topic that only services of this account reach', () => {
    const [topic] = dev.ofType('aws_sns_topic')
    expect(topic?.config['kms_master_key_id']).toMatch(/^\$\{aws_kms_key\..*\.arn\}$/)
    const [policy] = dev.ofType('aws_sns_topic_policy')
    expect(document(policy?.config['policy']).Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com'] },
        Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
      }),
    ])
  })

  it('warns at 100 and 200 USD', () => {
    const [budget] = dev.ofType('aws_budgets_budget')
    expect(budget?.config).toMatchObject({ limit_amount: '200', limit_unit: 'USD', time_unit: 'MONTHLY' })
    expect(
      (budget?.config['notification'] as object[]).map((notification) => inside(notification, 'threshold')),
    ).toEqual([100, 200])
  })

  it('has a switch for each phase that moves, whose value Terraform leaves alone', () => {
    const switches = dev.ofType('aws_ssm_parameter').map(({ config }) => config)
    expect(switches.map(({ name }) => name).sort()).toEqual(
      ['auth', 'backend', 'database', 'frontend', 'storage'].map(
        (phase) => `/aiuteur/dev/switch/aiuteur/${phase}`,
      ),
    )
    for (const { insecure_value: value, lifecycle } of switches) {
      expect(JSON.parse(String(value))).toEqual({ v: 1, epoch: 0, writes: 'source', reads: 'source' })
      expect(lifecycle).toMatchObject({ ignore_changes: ['insecure_value', 'value'] })
    }
  })

  it('has no switch for a phase that is kept', () => {
    const kept = changed((input) => (input.phases.frontend = 'keep'))
    const names = foundationOf('dev', synthesized([kept]))
      .ofType('aws_ssm_parameter')
      .map(({ config }) => config['name'])
    expect(names).not.toContain('/aiuteur/dev/switch/aiuteur/frontend')
    expect(names).toHaveLength(4)
  })

  it('keeps a journal that can be restored and not deleted', () => {
    const [table] = dev.ofType('aws_dynamodb_table')
    expect(table?.config).toMatchObject({
      billing_mode: 'PAY_PER_REQUEST',
      hash_key: 'pk',
      range_key: 'sk',
      point_in_time_recovery: { enabled: true },
      server_side_encryption: { enabled: true },
      deletion_protection_enabled: true,
    })
  })
})

describe('secrets of the foundation', () => {
  it('are empty, under the data key, and can be had back for 30 days', () => {
    const secrets = dev.ofType('aws_secretsmanager_secret').map(({ config }) => config)
    expect(secrets.map(({ name }) => name).sort()).toEqual([
      'aiuteur/dev/API_KEYS',
      'aiuteur/dev/DATABASE_URL',
      'aiuteur/dev/GOOGLE_CREDENTIALS',
      'aiuteur/dev/SUPABASE_JWT_SECRET',
      'aiuteur/dev/SUPABASE_SERVICE_ROLE_KEY',
    ])
    for (const secret of secrets) {
      expect(secret).toMatchObject({ recovery_window_in_days: 30 })
      expect(secret['kms_key_id']).toMatch(/^\$\{aws_kms_key\..*\.arn\}$/)
    }
    expect(keysOf(inside(dev.json, 'output', 'secret_arns', 'value')).sort()).toEqual(
      secrets.map(({ name }) => String(name).replace('aiuteur/dev/', '')).sort(),
    )
  })

  it.each([...stacks])('have no value in %s, whose state would keep it', (_name, stack) => {
    expect(valuesOfSecrets(stack)).toEqual([])
  })

  it('fails where a value would come into the state', () => {
    const leaking = stackOf({
      resource: {
        aws_secretsmanager_secret_version: { one: { secret_string: 'hunter2' } },
        aws_ssm_parameter: { two: { type: 'SecureString', value: 'hunter2' }, three: { type: 'String' } },
      },
    })
    expect(valuesOfSecrets(leaking)).toEqual([
      'aws_secretsmanager_secret_version.one',
      'aws_ssm_parameter.two',
    ])
  })

  it('leave those of Parameter Store to `migrate secrets set`', () => {
    const studio = stackNamed('studio-dev-foundation')
    const names = studio.ofType('aws_secretsmanager_secret').map(({ config }) => config['name'])
    expect(names).toContain('studio/dev/ECHO_DATABASE_URL')
    expect(names).not.toContain('studio/dev/AUDIUS_API_KEY')
    expect(inside(studio.json, 'output', 'secret_arns', 'value', 'AUDIUS_API_KEY')).toBeUndefined()
  })
})

function valuesOfSecrets(stack: Synthesized): string[] {
  return stack.resources
    .filter(
      ({ type, config }) => type === 'aws_secretsmanager_secret_version' || config['type'] === 'SecureString',
    )
    .map(({ address }) => address)
}

function stackNamed(name: string): Synthesized {
  const stack = stacks.get(name)
  if (stack === undefined) throw new Error(`no stack ${name}`)
  return stack
}
