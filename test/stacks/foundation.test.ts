import { describeBootstrap } from '../../cdktf/config/bootstrap'
import { resolveTarget } from '../../cdktf/config/target'
import { systems } from '../../cdktf/systems'
import { changed } from '../unit/config/faulty'
import { inside, synthesized, type Synthesized } from './synthesized'

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
    const { buckets, journalTable, githubProvider, roles } = describeBootstrap(
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
        ...[roles.plan, roles.apply].flatMap(({ name, policyName }) => [
          `aws_iam_role ${name}`,
          `aws_iam_role_policy ${name}:${policyName}`,
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

describe('every stack', () => {
  /** Things whose loss loses data or access. */
  const PRECIOUS = [
    'aws_s3_bucket',
    'aws_dynamodb_table',
    'aws_kms_key',
    'aws_iam_role',
    'aws_cloudfront_distribution',
    'aws_iam_openid_connect_provider',
  ]

  it.each([...stacks])('%s protects what is precious', (_name, stack) => {
    const unprotected = PRECIOUS.flatMap((type) => stack.ofType(type)).filter(
      ({ config }) => inside(config, 'lifecycle', 'prevent_destroy') !== true,
    )
    expect(unprotected.map(({ path }) => path)).toEqual([])
  })

  it.each([...stacks])('%s keeps its state in the bucket of its target, locked there', (name, stack) => {
    const [, environment, kind] = name.split('-')
    expect(inside(stack.json, 'terraform', 'backend', 's3')).toEqual({
      allowed_account_ids: ['123456789012'],
      bucket: `aiuteur-${String(environment)}-tfstate-123456789012`,
      encrypt: true,
      key: `${String(kind)}.tfstate`,
      region: 'us-east-1',
      use_lockfile: true,
    })
  })

  it.each([...stacks])('%s works in one account and tags everything', (name, stack) => {
    expect(inside(stack.json, 'provider', 'aws', 0)).toMatchObject({
      allowed_account_ids: ['123456789012'],
      default_tags: [
        { tags: { system: 'aiuteur', environment: name.split('-')[1], 'managed-by': 'supabase-to-aws' } },
      ],
    })
  })

  it('of two environments have no name in common', () => {
    const names = (environment: string) =>
      [...stacks]
        .filter(([name]) => name.startsWith(`aiuteur-${environment}-`))
        .flatMap(([, stack]) => stack.resources)
        .flatMap(({ type, config }) =>
          ['name', 'bucket']
            .map((field) => config[field])
            .filter((value) => typeof value === 'string' && !value.includes('${'))
            .map((value) => `${type} ${String(value)}`),
        )
        // A role's inline policy is named within its role.
        .filter((name) => !name.startsWith('aws_iam_role_policy '))
    const prod = names('prod')
    expect(names('dev').filter((name) => prod.includes(name))).toEqual([])
  })
})
