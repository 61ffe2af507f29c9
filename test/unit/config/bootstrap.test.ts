import { describeBootstrap } from '../../../cdktf/config/bootstrap'
import { bucketPolicy, FENCE_SID } from '../../../cdktf/config/bucket-policy'
import type { PolicyStatement } from '../../../cdktf/config/policy-document'
import { resolveTarget } from '../../../cdktf/config/target'
import { systems } from '../../../cdktf/systems'

const dev = describeBootstrap(resolveTarget(systems, 'aiuteur/dev'))

function actionsOf(statement: PolicyStatement): string[] {
  return typeof statement.Action === 'string' ? [statement.Action] : [...statement.Action]
}

describe('the roles of workflows', () => {
  it('let a plan read settings, but write nothing and read no object outside the state', () => {
    const statements = dev.roles.plan.permissions.Statement
    const readOnly = /^[a-z0-9-]+:(Get|GET|List|Describe|View|Query)/
    const others = statements.filter((statement) =>
      actionsOf(statement).some((action) => !readOnly.test(action)),
    )
    expect(others).toEqual([
      expect.objectContaining({
        Action: 'kms:Decrypt',
        Condition: {
          StringEquals: expect.objectContaining({
            'kms:ViaService': 'lambda.us-east-1.amazonaws.com',
          }) as unknown,
        },
      }),
    ])
    const readers = statements.filter((statement) =>
      actionsOf(statement).some((action) => /^s3:(\*|Get(Object|\*))/.test(action)),
    )
    expect(readers.map(({ Resource }) => Resource)).toEqual([
      'arn:aws:s3:::aiuteur-dev-tfstate-123456789012/*.tfstate',
    ])
    expect(
      statements
        .flatMap(actionsOf)
        .filter((action) => /^secretsmanager:(?!Describe|GetRandom|GetResource)|Scan|PartiQL/.test(action)),
    ).toEqual([])
  })

  it('never let the apply role widen its own permissions', () => {
    const denied = dev.roles.apply.permissions.Statement.find(({ Sid }) => Sid === 'KeepRoles')
    expect(denied).toMatchObject({
      Effect: 'Deny',
      Resource: [
        'arn:aws:iam::123456789012:role/aiuteur-dev-plan',
        'arn:aws:iam::123456789012:role/aiuteur-dev-apply',
      ],
    })
    const iam = dev.roles.apply.permissions.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(
      actionsOf,
    )
    expect(iam.filter((action) => action.startsWith('iam:') && !/^iam:(Get|List)/.test(action))).toEqual([])
    expect(iam).not.toContain('*')
  })

  it('stay below the limit that IAM sets for inline policies', () => {
    const INLINE_POLICY_LIMIT = 10_240
    for (const role of [dev.roles.plan, dev.roles.apply]) {
      expect(JSON.stringify(role.permissions).length).toBeLessThan(INLINE_POLICY_LIMIT)
    }
  })
})

describe('the log bucket', () => {
  it('takes logs of load balancers of this account and region, by their ARN as ELB gives it', () => {
    const statement = dev.buckets.logs.policy.Statement.find(({ Sid }) => Sid === 'LoadBalancerLogs')
    expect(statement).toMatchObject({
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      Condition: {
        ArnLike: { 'aws:SourceArn': 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/*' },
      },
    })
    expect(Object.keys(statement?.Condition ?? {})).toEqual(['ArnLike'])
  })
})

describe('the policy of a bucket', () => {
  const distributionArn = 'arn:aws:cloudfront::123456789012:distribution/E1'

  it('lets one distribution read and nobody list', () => {
    const open = bucketPolicy({ bucket: 'b', distributionArn, fence: false })
    const allowed = open.Statement.filter(({ Effect }) => Effect === 'Allow')
    expect(allowed).toEqual([
      expect.objectContaining({
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::b/*',
        Condition: { StringEquals: { 'AWS:SourceArn': distributionArn } },
      }),
    ])
  })

  it('lets nobody in where no distribution reads', () => {
    expect(bucketPolicy({ bucket: 'b', fence: false }).Statement.map(({ Effect }) => Effect)).toEqual([
      'Deny',
    ])
  })

  it('differs by the fence alone, which denies writes to everyone and still lets the policy be changed', () => {
    const open = bucketPolicy({ bucket: 'b', distributionArn, fence: false })
    const fenced = bucketPolicy({ bucket: 'b', distributionArn, fence: true })
    const added = fenced.Statement.filter(({ Sid }) => !open.Statement.some((other) => other.Sid === Sid))
    expect(added).toEqual([expect.objectContaining({ Sid: FENCE_SID, Effect: 'Deny', Principal: '*' })])
    const actions = added.flatMap(actionsOf)
    expect(actions).toEqual(
      expect.arrayContaining(['s3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion']),
    )
    expect(actions.filter((action) => /Policy|Get|List|\*/.test(action))).toEqual([])
  })
})
