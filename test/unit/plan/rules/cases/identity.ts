import { policy, type RuleCase, type Written } from '../case'

const pool = (values: object): Written => ({ aws_cognito_user_pool: { p: values } })
const client = (values: object): Written => ({ aws_cognito_user_pool_client: { c: values } })
const allow = (statement: Readonly<Record<string, unknown>>): Written => ({
  aws_iam_role_policy: { p: { policy: policy(statement) } },
})
const trustOf = (...statements: readonly Readonly<Record<string, unknown>>[]): Written => ({
  aws_iam_role: { r: { assume_role_policy: policy(...statements) } },
})

const ROLES = 'arn:aws:iam::123456789012:role/aiuteur-dev-*'
const BOUNDED = { StringEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::123456789012:policy/b' } }
const ECS = { Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }
const OWN_ACCOUNT = { StringEquals: { 'aws:SourceAccount': '123456789012' } }

const GITHUB = 'token.actions.githubusercontent.com'
const CLASSIC = 'repo:octo-org/shop:environment:shop-prod'
const IMMUTABLE = 'repo:octo-org@12/shop@345:environment:shop-prod'
const WORKFLOW = 'octo-org/shop/.github/workflows/phase.yml@refs/heads/main'

/** A role for the approved jobs of one repository; `claims` replace those that are right. */
function github(
  claims: Readonly<Record<string, unknown>>,
  ...others: readonly Readonly<Record<string, unknown>>[]
): Written {
  const right = {
    aud: 'sts.amazonaws.com',
    repository_id: '345',
    sub: [CLASSIC, IMMUTABLE],
    job_workflow_ref: WORKFLOW,
  }
  const wanted = Object.entries<unknown>({ ...right, ...claims }).filter(([, value]) => value !== undefined)
  return trustOf(...others, {
    Principal: { Federated: `arn:aws:iam::1:oidc-provider/${GITHUB}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringLike: Object.fromEntries(wanted.map(([claim, value]) => [`${GITHUB}:${claim}`, value])),
    },
  })
}

const TOKENS = {
  access_token_validity: 60,
  id_token_validity: 60,
  refresh_token_validity: 30,
  token_validity_units: [{ access_token: 'minutes', id_token: 'minutes', refresh_token: 'days' }],
}

const COGNITO_CASES: readonly RuleCase[] = [
  {
    rule: 'identity-pool-no-guests',
    fails: { guests: { aws_cognito_identity_pool: { p: { allow_unauthenticated_identities: true } } } },
    passes: { none: { aws_cognito_identity_pool: { p: { allow_unauthenticated_identities: false } } } },
  },
  {
    rule: 'cognito-mfa',
    fails: { 'AWS default': pool({}), off: pool({ mfa_configuration: 'OFF' }) },
    passes: { optional: pool({ mfa_configuration: 'OPTIONAL' }), on: pool({ mfa_configuration: 'ON' }) },
  },
  {
    rule: 'cognito-password-length',
    fails: { 'AWS default': pool({}), eight: pool({ password_policy: { minimum_length: 8 } }) },
    passes: { twelve: pool({ password_policy: { minimum_length: 12 } }) },
  },
  {
    rule: 'cognito-deletion-protection',
    fails: { 'AWS default': pool({}), off: pool({ deletion_protection: 'INACTIVE' }) },
    passes: { on: pool({ deletion_protection: 'ACTIVE' }) },
  },
  {
    rule: 'cognito-hides-users',
    fails: { 'AWS default': client({}), tells: client({ prevent_user_existence_errors: 'LEGACY' }) },
    passes: { hides: client({ prevent_user_existence_errors: 'ENABLED' }) },
  },
  {
    rule: 'cognito-token-lifetimes',
    fails: {
      'AWS default': client({}),
      'a day of access': client({ ...TOKENS, access_token_validity: 1440 }),
      'hours, where no unit is said': client({ ...TOKENS, token_validity_units: undefined }),
      'a year without sign-in': client({ ...TOKENS, refresh_token_validity: 365 }),
    },
    passes: { short: client(TOKENS) },
  },
  {
    rule: 'cognito-no-implicit-grant',
    fails: { implicit: client({ allowed_oauth_flows: ['code', 'implicit'] }) },
    passes: { code: client({ allowed_oauth_flows: ['code'] }), none: client({}) },
  },
  {
    rule: 'cognito-callbacks-https',
    fails: {
      HTTP: client({ callback_urls: ['http://app.example.com/'] }),
      'after sign-out': client({ logout_urls: ['app://home'] }),
    },
    passes: { HTTPS: client({ callback_urls: ['https://app.example.com/'] }) },
  },
  {
    rule: 'cognito-callbacks-exact',
    fails: { wildcard: client({ callback_urls: ['https://*.example.com/'] }) },
    passes: { exact: client({ callback_urls: ['https://app.example.com/'] }) },
  },
]

const IAM_CASES: readonly RuleCase[] = [
  {
    rule: 'iam-no-full-access',
    fails: {
      everything: allow({ Action: '*', Resource: '*' }),
      'everything on one thing': allow({ Action: '*', Resource: 'arn:aws:s3:::b' }),
      'all of a service': allow({ Action: ['s3:*'], Resource: ['*'] }),
      'all but something': allow({ NotAction: 'iam:*', Resource: 'arn:aws:s3:::b' }),
    },
    passes: {
      'all of a service on one thing': allow({ Action: 's3:*', Resource: 'arn:aws:s3:::b/*' }),
      denied: allow({ Effect: 'Deny', Action: '*', Resource: '*' }),
    },
  },
  {
    rule: 'iam-resources-named',
    fails: {
      'writes anywhere': allow({ Action: 's3:PutObject', Resource: '*' }),
      'any bucket': allow({ Action: 's3:PutObject', Resource: 'arn:aws:s3:::*' }),
      'reads data': allow({ Action: 'secretsmanager:Get*', Resource: '*' }),
      'all but one': allow({ Action: 's3:PutObject', NotResource: 'arn:aws:s3:::b/*' }),
      'with a condition that limits nothing': allow({
        Action: 's3:PutObject',
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'true' } },
      }),
    },
    passes: {
      named: allow({ Action: 's3:PutObject', Resource: '${aws_s3_bucket.b.arn}/*' }),
      'reads settings': allow({ Action: ['ec2:DescribeSubnets', 'lambda:Get*'], Resource: '*' }),
      'AWS has no resource': allow({
        Action: ['xray:PutTraceSegments', 'ecr:GetAuthorizationToken'],
        Resource: '*',
      }),
      'by tag': allow({
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: { StringEquals: { 'aws:ResourceTag/system': 'aiuteur' } },
      }),
      'by function': allow({
        Action: 'lambda:CreateEventSourceMapping',
        Resource: '*',
        Condition: {
          ArnLike: { 'lambda:FunctionArn': 'arn:aws:lambda:us-east-1:123456789012:function:a-*' },
        },
      }),
      'by name of the record': allow({
        Action: 'route53:ChangeResourceRecordSets',
        Resource: '*',
        Condition: {
          'ForAllValues:StringLike': {
            'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['*.dev.aiuteur.example'],
          },
        },
      }),
    },
  },
  {
    rule: 'iam-no-privilege-escalation',
    fails: {
      'writes any role': allow({ Action: 'iam:PutRolePolicy', Resource: '*' }),
      'without boundary': allow({ Action: 'iam:AttachRolePolicy', Resource: ROLES }),
      'by pattern': allow({ Action: 'iam:*', Resource: ROLES }),
      'any role with boundary': allow({ Action: 'iam:CreateRole', Resource: '*', Condition: BOUNDED }),
    },
    passes: {
      bounded: allow({
        Action: ['iam:CreateRole', 'iam:PutRolePolicy'],
        Resource: ROLES,
        Condition: BOUNDED,
      }),
      'who may use named roles': allow({ Action: 'iam:UpdateAssumeRolePolicy', Resource: ROLES }),
      denied: allow({ Effect: 'Deny', Action: 'iam:*', Resource: '*' }),
    },
  },
  {
    rule: 'iam-pass-role-scoped',
    fails: {
      'any role': allow({ Action: 'iam:PassRole', Resource: '*' }),
      'to any service': allow({ Action: ['iam:Pass*'], Resource: ROLES }),
    },
    passes: {
      'to named services': allow({
        Action: 'iam:PassRole',
        Resource: ROLES,
        Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      }),
      'one role': allow({ Action: 'iam:PassRole', Resource: '${aws_iam_role.task.arn}' }),
    },
  },
  {
    rule: 'iam-no-administrators',
    fails: {
      attached: {
        aws_iam_role_policy_attachment: { a: { policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' } },
      },
      'on the role': {
        aws_iam_role: { r: { managed_policy_arns: ['arn:aws:iam::aws:policy/AmazonS3FullAccess'] } },
      },
    },
    passes: {
      'one of few permissions': {
        aws_iam_role_policy_attachment: {
          a: { policy_arn: 'arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole' },
        },
      },
    },
  },
  {
    rule: 'role-has-boundary',
    fails: { none: trustOf(ECS) },
    passes: {
      bounded: { aws_iam_role: { r: { assume_role_policy: policy(ECS), permissions_boundary: 'arn:b' } } },
      'of a workflow': github({}),
    },
  },
  {
    rule: 'role-trusts-named-principals',
    fails: {
      everybody: trustOf({ Principal: '*', Action: 'sts:AssumeRole' }),
      'a service for any account': trustOf(ECS),
    },
    passes: {
      'a service for this account': trustOf({ ...ECS, Condition: OWN_ACCOUNT }),
      'a service that names no account': trustOf({
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
      'an account': trustOf({
        Principal: { AWS: 'arn:aws:iam::123456789012:root' },
        Action: 'sts:AssumeRole',
      }),
    },
  },
]

const GITHUB_CASES: readonly RuleCase[] = [
  {
    rule: 'github-trust',
    fails: {
      'no audience': github({ aud: undefined }),
      'a repository by name alone': github({ repository_id: undefined }),
      'any repository of the owner': github({ sub: 'repo:octo-org/*:environment:shop-prod' }),
      'any branch': github({ sub: ['repo:octo-org/shop:*', 'repo:octo-org@12/shop@345:*'] }),
      'no subject': github({ sub: undefined }),
      'the classic form alone': github({ sub: CLASSIC }),
      'the immutable form alone': github({ sub: [IMMUTABLE] }),
      'any workflow': github({ job_workflow_ref: undefined }),
      'a workflow of any repository': github({ job_workflow_ref: '*' }),
      'behind another statement': github({ repository_id: '*' }, { ...ECS, Condition: OWN_ACCOUNT }),
    },
    passes: {
      'an environment': github({}),
      'pull requests and the default branch': github({
        sub: [
          'repo:octo-org/shop:pull_request',
          'repo:octo-org@12/shop@345:pull_request',
          'repo:octo-org/shop:ref:refs/heads/main',
          'repo:octo-org@12/shop@345:ref:refs/heads/main',
        ],
        job_workflow_ref: ['octo-org/shop/.github/workflows/plan.yml@*'],
      }),
      'a role of a service': trustOf(ECS),
    },
  },
]

export const IDENTITY_CASES: readonly RuleCase[] = [...COGNITO_CASES, ...IAM_CASES, ...GITHUB_CASES]
