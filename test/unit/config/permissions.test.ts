import { describeBootstrap } from '../../../cdktf/config/bootstrap'
import type { PolicyDocument } from '../../../cdktf/config/policy-document'
import { resolveTarget } from '../../../cdktf/config/target'
import { systems } from '../../../cdktf/systems'
import { repositoryFiles } from '../../helpers/source-files'
import { allows, isAllow, listOf, matches, type Call } from './iam'
import { ARN, NEEDED, OUR_KEY, type Need } from './needed-permissions'

const { roles } = describeBootstrap(resolveTarget(systems, 'aiuteur/dev'))

/** All policies of a role count together. */
function wholeOf(name: 'plan' | 'apply', inline = roles[name].permissions): PolicyDocument {
  const managed = roles[name].managedPolicies.map(({ document }) => document)
  return { ...inline, Statement: [inline, ...managed].flatMap(({ Statement }) => Statement) }
}

function refusedOf(document: PolicyDocument, needs: readonly Need[]): string[] {
  return needs.flatMap(({ to, on, actions, context = {} }) =>
    actions
      .filter((action) => !allows(document, { action, resource: on, context }))
      .map((action) => `${to}: ${action} on ${on}`),
  )
}

/** The document without the grants of which `isGone` is true. */
function without(
  document: PolicyDocument,
  isGone: (pattern: string, sid: string) => boolean,
): PolicyDocument {
  const Statement = document.Statement.map((statement) =>
    isAllow(statement)
      ? {
          ...statement,
          Action: listOf(statement.Action).filter((pattern) => !isGone(pattern, statement.Sid)),
        }
      : statement,
  )
  return { ...document, Statement }
}

function grantsOf(document: PolicyDocument): { sid: string; pattern: string }[] {
  return document.Statement.filter(isAllow).flatMap(({ Sid, Action }) =>
    listOf(Action).map((pattern) => ({ sid: Sid, pattern })),
  )
}

describe.each(['plan', 'apply'] as const)('the %s role', (name) => {
  const { permissions } = roles[name]
  const needs = NEEDED[name]

  it.each(needs.map((need) => [need.to, need.on, need] as const))('may %s (%s)', (_to, _on, need) => {
    expect(refusedOf(wholeOf(name), [need])).toEqual([])
  })

  it('fails each of these as soon as its permission is gone', () => {
    const unnoticed = needs.flatMap((need) =>
      need.actions.filter((action) => {
        const less = without(wholeOf(name), (pattern) => matches(pattern.toLowerCase(), action.toLowerCase()))
        return refusedOf(less, [{ ...need, actions: [action] }]).length === 0
      }),
    )
    expect(unnoticed).toEqual([])
  })

  it('has no permission that nothing needs', () => {
    // What an apply reads is judged as part of the plan role.
    const own = grantsOf(permissions).filter(
      ({ sid }) => name === 'plan' || !/^Read(?:Settings|Network)$/.test(sid),
    )
    const unneeded = own.filter(({ sid, pattern }) => {
      const less = without(permissions, (other, otherSid) => other === pattern && otherSid === sid)
      return refusedOf(wholeOf(name, less), needs).length === 0
    })
    expect(unneeded).toEqual([])
  })
})

const object = `${ARN.data}/a/b.mp4`
const prodKey = { ...OUR_KEY, 'aws:ResourceTag/environment': 'prod' }
const REFUSED: Readonly<Record<'plan' | 'apply', readonly Call[]>> = {
  plan: [
    { action: 's3:GetObject', resource: object },
    { action: 's3:GetObject', resource: `${ARN.backup}/source-database/a.dump` },
    { action: 's3:PutObject', resource: `${ARN.state}/storage.tfstate` },
    { action: 's3:PutBucketPolicy', resource: ARN.data },
    { action: 'kms:Decrypt', resource: ARN.key, context: OUR_KEY },
    { action: 'dynamodb:PutItem', resource: ARN.journal },
    { action: 'dynamodb:DeleteItem', resource: ARN.journal },
    { action: 'dynamodb:GetItem', resource: ARN.journal.replace('-dev-', '-prod-') },
    { action: 'ssm:PutParameter', resource: ARN.switch },
    { action: 'ssm:GetParameter', resource: ARN.switch.replace('/dev/', '/prod/') },
    { action: 'iam:PutRolePolicy', resource: ARN.planRole },
    // What users sent, and who they are, behind a `Get`.
    { action: 'wafv2:GetSampledRequests', resource: '*' },
    { action: 'xray:GetTraceSummaries', resource: '*' },
    { action: 'ses:GetSuppressedDestination', resource: '*' },
    { action: 'guardduty:GetFindings', resource: '*' },
  ],
  apply: [
    { action: 's3:GetObject', resource: object.replace('-dev-', '-prod-') },
    { action: 's3:DeleteBucket', resource: ARN.state },
    { action: 's3:DeleteObjectVersion', resource: `${ARN.backup}/source-database/a.dump` },
    { action: 's3:PutBucketVersioning', resource: ARN.state },
    { action: 'dynamodb:PutItem', resource: ARN.journal.replace('-dev-', '-prod-') },
    { action: 'dynamodb:DeleteTable', resource: ARN.journal },
    { action: 'ssm:PutParameter', resource: ARN.switch.replace('/dev/', '/prod/') },
    { action: 'ssm:AddTagsToResource', resource: ARN.switch.replace('/dev/', '/prod/') },
    { action: 'kms:Decrypt', resource: ARN.key, context: prodKey },
    { action: 'kms:TagResource', resource: ARN.key, context: prodKey },
    { action: 'kms:ScheduleKeyDeletion', resource: ARN.key, context: OUR_KEY },
    { action: 'iam:PutRolePolicy', resource: ARN.planRole },
    { action: 'iam:CreateRole', resource: ARN.planRole.replace('-plan', '-other') },
  ],
}

describe.each(['plan', 'apply'] as const)('the %s role is refused', (name) => {
  it.each(REFUSED[name])('$action on $resource', (call) => {
    expect(allows(wholeOf(name), call)).toBe(false)
  })
})

/** IAM's names for what the AWS SDK's commands do. */
const ACTIONS_OF: Readonly<Record<string, readonly string[]>> = {
  AbortMultipartUpload: ['s3:AbortMultipartUpload'],
  CompleteMultipartUpload: ['s3:PutObject'],
  CreateMultipartUpload: ['s3:PutObject'],
  DeleteItem: ['dynamodb:DeleteItem'],
  DeleteObject: ['s3:DeleteObject'],
  DescribeSecret: ['secretsmanager:DescribeSecret'],
  GetBucketPolicy: ['s3:GetBucketPolicy'],
  // Everybody may ask who they are.
  GetCallerIdentity: [],
  GetItem: ['dynamodb:GetItem'],
  GetObject: ['s3:GetObject'],
  GetParameter: ['ssm:GetParameter'],
  GetSecretValue: ['secretsmanager:GetSecretValue'],
  HeadObject: ['s3:GetObject'],
  ListObjectVersions: ['s3:ListBucketVersions'],
  PutBucketPolicy: ['s3:PutBucketPolicy'],
  PutItem: ['dynamodb:PutItem'],
  PutObject: ['s3:PutObject'],
  PutParameter: ['ssm:PutParameter'],
  PutSecretValue: ['secretsmanager:PutSecretValue'],
  Query: ['dynamodb:Query'],
  TransactWriteItems: ['dynamodb:ConditionCheckItem', 'dynamodb:PutItem'],
  UploadPart: ['s3:PutObject'],
}

describe('the table of what is needed', () => {
  /** An administrator bootstraps, and the rehearsal runs on nobody's account. */
  const files = repositoryFiles().filter(
    ({ path }) => /^scripts\//.test(path) && !/^scripts\/rehearsal\/|\/bootstrap/.test(path),
  )
  const sent = new Set(
    files.flatMap(({ text }) =>
      [...text.matchAll(/new (\w+)Command\(/g)].map(([, command]) => command ?? ''),
    ),
  )

  it('has every command that a step sends to AWS', () => {
    expect([...sent].sort()).toEqual(Object.keys(ACTIONS_OF).sort())
    const needed = NEEDED.apply.flatMap(({ actions }) => actions)
    expect(needed).toEqual(expect.arrayContaining(Object.values(ACTIONS_OF).flat()))
  })
})

describe('our reading of policies', () => {
  const document: PolicyDocument = {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'A', Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::a-*' },
      { Sid: 'D', Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::a-secret' },
    ],
  }

  it.each([
    ['s3:GetObject', 'arn:aws:s3:::a-b/c', true],
    ['S3:getobject', 'arn:aws:s3:::a-b', true],
    ['s3:PutObject', 'arn:aws:s3:::a-b', false],
    ['s3:GetObject', 'arn:aws:s3:::b', false],
    ['s3:GetObject', 'arn:aws:s3:::a-secret', false],
  ])('%s on %s: %p', (action, resource, expected) => {
    expect(allows(document, { action, resource })).toBe(expected)
  })

  it('fails on a condition that it does not know', () => {
    const Condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }
    const unknown = { ...document, Statement: document.Statement.map((one) => ({ ...one, Condition })) }
    expect(() => allows(unknown, { action: 's3:GetObject', resource: 'arn:aws:s3:::a-b' })).toThrow(
      'IpAddress',
    )
  })
})
