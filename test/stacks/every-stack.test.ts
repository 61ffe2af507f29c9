import { parseSystem } from '../../cdktf/config/parse-system'
import { targetsOf } from '../../cdktf/config/target'
import { systems } from '../../cdktf/systems'
import { inside, keysOf, stackOf, synthesized, type Config, type Synthesized } from './synthesized'

const stacks = synthesized()
const targets = systems.flatMap((input) => targetsOf(parseSystem(input)))

/** `aiuteur-dev-storage` -> its target and `storage`. */
function ofStack(name: string) {
  const target = targets.find(({ system, environmentName }) =>
    name.startsWith(`${system.name}-${environmentName}-`),
  )
  if (target === undefined) throw new Error(`${name} belongs to no target`)
  const prefix = `${target.system.name}-${target.environmentName}`
  return { target, prefix, kind: name.slice(prefix.length + 1) }
}

/** Things whose loss loses data or access. */
const PRECIOUS = [
  'aws_s3_bucket',
  'aws_dynamodb_table',
  'aws_kms_key',
  'aws_cloudfront_distribution',
  'aws_cloudfront_key_value_store',
  'aws_cognito_user_pool',
  'aws_iam_openid_connect_provider',
  'aws_route53_zone',
  'aws_secretsmanager_secret',
]

function unprotected(stack: Synthesized): string[] {
  return PRECIOUS.flatMap((type) => stack.ofType(type))
    .filter(({ config }) => inside(config, 'lifecycle', 'prevent_destroy') !== true)
    .map(({ path }) => path)
}

describe.each([...stacks])('%s', (name, stack) => {
  const { target, prefix, kind } = ofStack(name)
  const { accountId, region } = target.environment

  it('protects what is precious', () => {
    expect(unprotected(stack)).toEqual([])
  })

  it('keeps its state in the bucket of its target, locked there', () => {
    expect(inside(stack.json, 'terraform', 'backend', 's3')).toEqual({
      allowed_account_ids: [accountId],
      bucket: `${prefix}-tfstate-${accountId}`,
      encrypt: true,
      key: `${kind}.tfstate`,
      region,
      use_lockfile: true,
    })
  })

  it('works in one account and tags everything', () => {
    const tags = {
      system: target.system.name,
      environment: target.environmentName,
      'managed-by': 'supabase-to-aws',
    }
    for (const provider of inside(stack.json, 'provider', 'aws') as Config[]) {
      expect(provider).toMatchObject({ allowed_account_ids: [accountId], default_tags: [{ tags }] })
    }
  })
})

describe('every stack', () => {
  it.each([
    'aws_route53_zone',
    'aws_secretsmanager_secret',
    'aws_cognito_user_pool',
    'aws_cloudfront_key_value_store',
  ])('fails a %s that could be destroyed', (type) => {
    const found = [...stacks.values()].find((stack) => stack.ofType(type).length > 0)
    const damaged = JSON.parse(JSON.stringify(found?.json ?? {})) as Config
    const ids = keysOf(inside(damaged, 'resource', type))
    Reflect.deleteProperty(inside(damaged, 'resource', type, String(ids[0])) as Config, 'lifecycle')
    expect(unprotected(stackOf(damaged))).toHaveLength(1)
  })
})
