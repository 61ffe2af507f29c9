import { describeBootstrap } from '../../../cdktf/config/bootstrap'
import { bucketPolicy, FENCE_SID } from '../../../cdktf/config/bucket-policy'
import type { PolicyDocument, PolicyStatement } from '../../../cdktf/config/policy-document'
import { resolveTarget } from '../../../cdktf/config/target'
import { systems } from '../../../cdktf/systems'
import { at, changed } from './faulty'

const dev = describeBootstrap(resolveTarget(systems, 'aiuteur/dev'))

function conditionOf(document: PolicyDocument): unknown {
  return document.Statement[0]?.Condition?.['StringEquals']
}

function actionsOf(statement: PolicyStatement): string[] {
  return typeof statement.Action === 'string' ? [statement.Action] : [...statement.Action]
}

describe('the roles of workflows', () => {
  it('apply only in jobs that passed the environment, in both forms of sub, pinned to the repository id', () => {
    expect(conditionOf(dev.roles.apply.trust)).toEqual({
      'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
      'token.actions.githubusercontent.com:repository_id': '100000001',
      'token.actions.githubusercontent.com:sub': [
        'repo:example-org/aiuteur:environment:aiuteur-dev',
        'repo:example-org@1000001/aiuteur@100000001:environment:aiuteur-dev',
      ],
    })
  })

  it('apply in another GitHub Environment where the system file names one', () => {
    const named = changed((s) => (at(s, 'environments', 'dev')['githubEnvironment'] = 'gate'))
    const { trust } = describeBootstrap(resolveTarget([named], 'aiuteur/dev')).roles.apply
    expect(JSON.stringify(trust)).toContain('"repo:example-org/aiuteur:environment:gate"')
    expect(JSON.stringify(trust)).not.toContain('aiuteur-dev')
  })

  it('plan only for pull requests and on the default branch, in both forms of sub', () => {
    expect(conditionOf(dev.roles.plan.trust)).toMatchObject({
      'token.actions.githubusercontent.com:repository_id': '100000001',
      'token.actions.githubusercontent.com:sub': [
        'repo:example-org/aiuteur:pull_request',
        'repo:example-org@1000001/aiuteur@100000001:pull_request',
        'repo:example-org/aiuteur:ref:refs/heads/main',
        'repo:example-org@1000001/aiuteur@100000001:ref:refs/heads/main',
      ],
    })
  })

  it('plan on the branch that the system file names', () => {
    const trunk = changed((s) => (s.github.defaultBranch = 'trunk'))
    const { trust } = describeBootstrap(resolveTarget([trunk], 'aiuteur/dev')).roles.plan
    expect(JSON.stringify(trust)).toContain(':ref:refs/heads/trunk"')
    expect(JSON.stringify(trust)).not.toContain('refs/heads/main')
  })

  it('let a plan read settings, but write nothing and read no object outside the state', () => {
    const statements = dev.roles.plan.permissions.Statement
    const readOnly = /^[a-z0-9]+:(Get|List|Describe|View|Query)/
    expect(statements.flatMap(actionsOf).filter((action) => !readOnly.test(action))).toEqual([])
    const readers = statements.filter((statement) =>
      actionsOf(statement).some((action) => /^s3:(\*|Get(Object|\*))/.test(action)),
    )
    expect(readers.map(({ Resource }) => Resource)).toEqual([
      'arn:aws:s3:::aiuteur-dev-tfstate-123456789012/*.tfstate',
    ])
    expect(
      statements.flatMap(actionsOf).filter((action) => /secretsmanager|Scan|PartiQL|Decrypt/.test(action)),
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
