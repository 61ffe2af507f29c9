import { describeBootstrap } from '../../../cdktf/config/bootstrap'
import { parseSystems } from '../../../cdktf/config/parse-systems'
import type { PolicyDocument } from '../../../cdktf/config/policy-document'
import { resolveTarget, targetsOf } from '../../../cdktf/config/target'
import { systems } from '../../../cdktf/systems'
import { allows, isAllow, listOf } from './iam'
import { NEEDED_INFRASTRUCTURE } from './needed-infrastructure'
import type { Need } from './needed-permissions'
import { REFUSED_INFRASTRUCTURE } from './needs/refused'

const { roles, boundary } = describeBootstrap(resolveTarget(systems, 'studio/dev'))
const documents = Object.fromEntries(
  roles.apply.managedPolicies.map(({ name, document }) => [name.split('-').at(-1) ?? '', document]),
)

/** All policies of the role count together. */
const whole: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [roles.apply.permissions, ...Object.values(documents)].flatMap(({ Statement }) => Statement),
}

function refusedOf(document: PolicyDocument, needs: readonly Need[]): string[] {
  return needs.flatMap(({ to, on, actions, context = {} }) =>
    actions
      .filter((action) => !allows(document, { action, resource: on, context }))
      .map((action) => `${to}: ${action} on ${on}`),
  )
}

describe.each(Object.keys(NEEDED_INFRASTRUCTURE))('the %s policy of the apply role', (part) => {
  const document = documents[part] ?? { Version: '2012-10-17', Statement: [] }
  const needs = NEEDED_INFRASTRUCTURE[part] ?? []

  it('allows what Terraform does, together with the others', () => {
    expect(refusedOf(document, needs)).toEqual([])
    expect(refusedOf(whole, needs)).toEqual([])
  })

  it('has no permission and no resource that nothing needs', () => {
    const unneeded = document.Statement.filter(isAllow).flatMap((statement) => [
      ...listOf(statement.Action).filter(
        (pattern) =>
          refusedOf(
            less(statement, { Action: listOf(statement.Action).filter((one) => one !== pattern) }),
            needs,
          ).length === 0,
      ),
      ...listOf(statement.Resource).filter(
        (pattern) =>
          refusedOf(
            less(statement, { Resource: listOf(statement.Resource).filter((one) => one !== pattern) }),
            needs,
          ).length === 0,
      ),
    ])
    expect(unneeded).toEqual([])
  })

  function less(statement: PolicyDocument['Statement'][number], change: object): PolicyDocument {
    const Statement = document.Statement.map((one) => (one === statement ? { ...one, ...change } : one))
    return { ...document, Statement }
  }
})

describe('the apply role', () => {
  it('makes the key and the logs of the edge where the environment is in another region', () => {
    const target = resolveTarget(systems, 'studio/dev')
    const elsewhere = describeBootstrap({
      ...target,
      environment: { ...target.environment, region: 'eu-west-1' },
    }).roles.apply
    const document: PolicyDocument = {
      Version: '2012-10-17',
      Statement: [elsewhere.permissions, ...elsewhere.managedPolicies.map((one) => one.document)].flatMap(
        ({ Statement }) => Statement,
      ),
    }
    const edge: readonly Need[] = [
      {
        to: 'set up its key',
        on: 'arn:aws:kms:us-east-1:123456789012:key/1',
        context: { 'aws:ResourceTag/system': 'studio', 'aws:ResourceTag/environment': 'dev' },
        actions: ['kms:EnableKeyRotation'],
      },
      {
        to: 'name it',
        on: 'arn:aws:kms:us-east-1:123456789012:alias/studio-dev-edge',
        actions: ['kms:CreateAlias'],
      },
      {
        to: 'make the log group',
        on: 'arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-studio-dev-edge',
        actions: ['logs:CreateLogGroup'],
      },
    ]
    expect(refusedOf(document, edge)).toEqual([])
  })

  it.each(REFUSED_INFRASTRUCTURE)('cannot $to: $action', ({ action, resource, context = {} }) => {
    expect(allows(whole, { action, resource, context })).toBe(false)
  })
})

describe('the boundary of every service', () => {
  it.each([
    ['iam:CreateRole', 'arn:aws:iam::123456789012:role/studio-dev-x'],
    ['s3:GetObject', 'arn:aws:s3:::aiuteur-dev-videos-123456789012/a'],
    ['s3:DeleteBucket', 'arn:aws:s3:::studio-dev-x'],
    ['dynamodb:DeleteTable', 'arn:aws:dynamodb:us-east-1:123456789012:table/studio-dev-x'],
    ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:us-east-1:123456789012:secret:aiuteur/dev/X'],
    ['secretsmanager:PutSecretValue', 'arn:aws:secretsmanager:us-east-1:123456789012:secret:studio/dev/X'],
    ['ec2:RunInstances', '*'],
    ['sts:AssumeRole', '*'],
  ])('refuses %s on %s', (action, resource) => {
    expect(allows(boundary.document, { action, resource })).toBe(false)
  })

  const bucket = 'arn:aws:s3:::studio-dev-echo-submissions-123456789012'

  it('allows the data of the system', () => {
    expect(allows(boundary.document, { action: 's3:GetObject', resource: `${bucket}/a` })).toBe(true)
  })

  it.each([
    { by: 'the migrator', expected: true, role: 'studio-dev-migrator', resource: bucket },
    { by: 'fails another program', expected: false, role: 'studio-dev-echo-upload', resource: bucket },
    {
      by: 'fails the state',
      expected: false,
      role: 'studio-dev-migrator',
      resource: 'arn:aws:s3:::studio-dev-tfstate-123456789012',
    },
  ])('lets the migrator alone fence buckets of apps: $by', ({ expected, role, resource }) => {
    const context = { 'aws:PrincipalArn': `arn:aws:iam::123456789012:role/${role}` }
    expect(allows(boundary.document, { action: 's3:PutBucketPolicy', resource, context })).toBe(expected)
  })

  it.each([
    ['its own server', true, 'studio-dev-database'],
    ["fails another system's", false, 'aiuteur-dev-database'],
  ])('opens the secret of the master user of %s', (_case, expected, server) => {
    const call = {
      action: 'secretsmanager:GetSecretValue',
      resource: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!db-1-abc',
      context: {
        'aws:ResourceTag/aws:rds:primaryDBInstanceArn': `arn:aws:rds:us-east-1:123456789012:db:${server}`,
      },
    }
    expect(allows(boundary.document, call)).toBe(expected)
  })
})

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const INLINE_MAX = 10_240
const MANAGED_MAX = 6_144

describe('policies', () => {
  it.each(
    parseSystems(systems)
      .flatMap(targetsOf)
      .map((target) => [target.name, target] as const),
  )('of %s stay below the limits of IAM', (_name, target) => {
    const described = describeBootstrap(target)
    const managed = [described.boundary, ...described.roles.apply.managedPolicies]
    const sizes = managed.map(({ document }) => JSON.stringify(document).length)
    expect(sizes.filter((size) => size > MANAGED_MAX)).toEqual([])
    for (const { permissions } of Object.values(described.roles))
      expect(JSON.stringify(permissions).length).toBeLessThan(INLINE_MAX)
  })
})
