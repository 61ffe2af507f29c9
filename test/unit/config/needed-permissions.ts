import { describeBootstrap } from '../../../cdktf/config/bootstrap'
import {
  planRoleName,
  roleArn,
  secretName,
  secretParameterName,
  switchParameterName,
  targetBucketName,
} from '../../../cdktf/config/names'
import { resolveTarget } from '../../../cdktf/config/target'
import { systems } from '../../../cdktf/systems'
import { READ_INFRASTRUCTURE } from './needs/read'

// What the roles of aiuteur/dev are for, operation by operation. Terraform's part was taken from the calls that the AWS
// provider 5.100.0 makes in a plan and an apply of both stacks; the API's names are translated into IAM's.

export interface Need {
  /** The operation, in words. */
  to: string
  actions: readonly string[]
  on: string
  context?: Readonly<Record<string, string>>
}

const target = resolveTarget(systems, 'aiuteur/dev')
const { buckets, journalTable, githubProvider } = describeBootstrap(target)
const REGIONAL = 'us-east-1:123456789012'

export const ARN = {
  data: `arn:aws:s3:::${targetBucketName(target, 'aiuteur', 'videos')}`,
  state: `arn:aws:s3:::${buckets.state.name}`,
  logs: `arn:aws:s3:::${buckets.logs.name}`,
  backup: `arn:aws:s3:::${buckets.backup.name}`,
  journal: `arn:aws:dynamodb:${REGIONAL}:table/${journalTable.name}`,
  switch: `arn:aws:ssm:${REGIONAL}:parameter${switchParameterName(target, 'aiuteur', 'storage')}`,
  secret: `arn:aws:secretsmanager:${REGIONAL}:secret:${secretName(target, 'DATABASE_URL')}-a1B2c3`,
  secretParameter: `arn:aws:ssm:${REGIONAL}:parameter${secretParameterName(target, 'API_KEYS')}`,
  key: `arn:aws:kms:${REGIONAL}:key/11111111-2222-3333-4444-555555555555`,
  alias: `arn:aws:kms:${REGIONAL}:alias/aiuteur-dev`,
  topic: `arn:aws:sns:${REGIONAL}:aiuteur-dev-alarms`,
  budget: 'arn:aws:budgets::123456789012:budget/aiuteur-dev-monthly',
  distribution: 'arn:aws:cloudfront::123456789012:distribution/E1',
  delivery: `arn:aws:logs:${REGIONAL}:delivery-source:aiuteur-dev-aiuteur-images`,
  planRole: roleArn(target, planRoleName(target)),
} as const

/** What the data key carries; KMS hands it to IAM. */
export const OUR_KEY = { 'aws:ResourceTag/system': 'aiuteur', 'aws:ResourceTag/environment': 'dev' }
const OUR_NEW_KEY = { 'aws:RequestTag/system': 'aiuteur', 'aws:RequestTag/environment': 'dev' }

const readBucket = (on: string): Need => ({
  to: 'compare the settings of a bucket',
  on,
  actions: [
    's3:GetAccelerateConfiguration',
    's3:GetBucketAcl',
    's3:GetBucketCORS',
    's3:GetBucketLogging',
    's3:GetBucketObjectLockConfiguration',
    's3:GetBucketOwnershipControls',
    's3:GetBucketPolicy',
    's3:GetBucketPublicAccessBlock',
    's3:GetBucketRequestPayment',
    's3:GetBucketTagging',
    's3:GetBucketVersioning',
    's3:GetBucketWebsite',
    's3:GetEncryptionConfiguration',
    's3:GetLifecycleConfiguration',
    's3:GetReplicationConfiguration',
    's3:ListBucket',
  ],
})

const PLAN: readonly Need[] = [
  {
    to: 'read which stacks are applied, and the state of each phase',
    on: ARN.journal,
    actions: ['dynamodb:GetItem'],
  },
  { to: 'tell what ran', on: ARN.journal, actions: ['dynamodb:Query'] },
  { to: 'find the state', on: ARN.state, actions: ['s3:ListBucket'] },
  { to: 'read the state of foundation', on: `${ARN.state}/foundation.tfstate`, actions: ['s3:GetObject'] },
  { to: 'read the state of storage', on: `${ARN.state}/storage.tfstate`, actions: ['s3:GetObject'] },
  ...[ARN.state, ARN.logs, ARN.backup, ARN.data].map(readBucket),
  {
    to: 'compare the journal table',
    on: ARN.journal,
    actions: [
      'dynamodb:DescribeContinuousBackups',
      'dynamodb:DescribeTable',
      'dynamodb:DescribeTimeToLive',
      'dynamodb:ListTagsOfResource',
    ],
  },
  { to: 'compare a parameter', on: ARN.switch, actions: ['ssm:GetParameter', 'ssm:ListTagsForResource'] },
  { to: 'compare a parameter', on: `arn:aws:ssm:${REGIONAL}:*`, actions: ['ssm:DescribeParameters'] },
  {
    to: 'compare a role',
    on: ARN.planRole,
    actions: ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'],
  },
  { to: 'compare the provider', on: githubProvider.arn, actions: ['iam:GetOpenIDConnectProvider'] },
  {
    to: 'compare the data key',
    on: ARN.key,
    context: OUR_KEY,
    actions: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListResourceTags'],
  },
  { to: 'compare the name of the data key', on: '*', actions: ['kms:ListAliases'] },
  {
    to: 'compare the budget',
    on: ARN.budget,
    actions: ['budgets:ListTagsForResource', 'budgets:ViewBudget'],
  },
  {
    to: 'compare the alarm topic',
    on: ARN.topic,
    actions: ['sns:GetTopicAttributes', 'sns:ListTagsForResource'],
  },
  {
    to: 'compare the subscription of an e-mail address',
    on: `${ARN.topic}:11111111-2222-3333-4444-555555555555`,
    actions: ['sns:GetSubscriptionAttributes'],
  },
  {
    to: 'compare a distribution',
    on: ARN.distribution,
    actions: [
      'cloudfront:GetCachePolicy',
      'cloudfront:GetDistribution',
      'cloudfront:GetOriginAccessControl',
      'cloudfront:GetResponseHeadersPolicy',
      'cloudfront:ListTagsForResource',
    ],
  },
  {
    to: "compare the delivery of a distribution's logs",
    on: ARN.delivery,
    actions: [
      'logs:GetDelivery',
      'logs:GetDeliveryDestination',
      'logs:GetDeliverySource',
      'logs:ListTagsForResource',
    ],
  },
]

/** Of the plan role alone: the apply role may use the key anyway. */
const READ_VARIABLES: Need = {
  to: 'compare the environment of a function',
  on: ARN.key,
  context: { ...OUR_KEY, 'kms:ViaService': 'lambda.us-east-1.amazonaws.com' },
  actions: ['kms:Decrypt'],
}

const STEPS: readonly Need[] = [
  {
    to: 'secrets set and check: write, read and judge the values',
    on: ARN.secret,
    actions: [
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetSecretValue',
      'secretsmanager:PutSecretValue',
    ],
  },
  {
    to: 'secrets set and check: those of Parameter Store',
    on: ARN.secretParameter,
    actions: ['ssm:AddTagsToResource', 'ssm:GetParameter', 'ssm:PutParameter'],
  },
  {
    to: 'backup take: write the dump, in parts where it is large, and read it back',
    on: `${ARN.backup}/source-database/a.dump`,
    actions: ['s3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload'],
  },
  {
    to: 'copy, health and revert: write, read and delete objects',
    on: `${ARN.data}/a/b.mp4`,
    actions: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
  },
  {
    to: 'copy and verify: list what is there',
    on: ARN.data,
    actions: ['s3:ListBucketVersions', 's3:ListBucket'],
  },
  {
    to: 'the same under the data key',
    on: ARN.key,
    context: OUR_KEY,
    actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
  },
  {
    to: 'copy and revert: open and close the fence',
    on: ARN.data,
    actions: ['s3:PutBucketPolicy', 's3:GetBucketPolicy'],
  },
  {
    to: 'cutover and revert: move the switch',
    on: ARN.switch,
    actions: ['ssm:PutParameter', 'ssm:GetParameter'],
  },
  {
    to: 'every step: hold the lease and write the journal under it',
    on: ARN.journal,
    actions: [
      'dynamodb:ConditionCheckItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
    ],
  },
]

const writeState = (on: string): Need => ({
  to: 'write the state, and lock it',
  on,
  actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
})

const TERRAFORM: readonly Need[] = [
  ...['foundation', 'storage'].flatMap((stack) =>
    ['tfstate', 'tfstate.tflock'].map((kind) => writeState(`${ARN.state}/${stack}.${kind}`)),
  ),
  {
    to: 'make a bucket',
    on: ARN.data,
    actions: [
      's3:CreateBucket',
      's3:PutBucketCORS',
      's3:PutBucketLogging',
      's3:PutBucketOwnershipControls',
      's3:PutBucketPolicy',
      's3:PutBucketPublicAccessBlock',
      's3:PutBucketTagging',
      's3:PutBucketVersioning',
      's3:PutEncryptionConfiguration',
      's3:PutLifecycleConfiguration',
    ],
  },
  {
    to: 'make a distribution',
    on: ARN.distribution,
    actions: [
      'cloudfront:AllowVendedLogDeliveryForResource',
      'cloudfront:CreateCachePolicy',
      'cloudfront:CreateDistribution',
      'cloudfront:CreateOriginAccessControl',
      'cloudfront:CreateResponseHeadersPolicy',
      'cloudfront:TagResource',
      'cloudfront:UpdateDistribution',
    ],
  },
  {
    to: 'deliver its logs',
    on: ARN.delivery,
    actions: [
      'logs:CreateDelivery',
      // Asked of whoever sets up a delivery:
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
      'logs:DescribeDeliveries',
      'logs:PutDeliveryDestination',
      'logs:PutDeliverySource',
      'logs:TagResource',
      'logs:UntagResource',
    ],
  },
  {
    to: 'deliver its logs to the log bucket',
    on: ARN.logs,
    actions: ['s3:GetBucketPolicy', 's3:PutBucketPolicy'],
  },
  { to: 'make a parameter', on: ARN.switch, actions: ['ssm:AddTagsToResource', 'ssm:PutParameter'] },
  { to: 'change the tags of a parameter', on: ARN.switch, actions: ['ssm:RemoveTagsFromResource'] },
  {
    to: 'make the alarm topic',
    on: ARN.topic,
    actions: ['sns:CreateTopic', 'sns:SetTopicAttributes', 'sns:TagResource'],
  },
  {
    to: 'make the budget',
    on: ARN.budget,
    actions: ['budgets:ModifyBudget', 'budgets:TagResource', 'budgets:UntagResource'],
  },
  { to: 'make the data key', on: '*', context: OUR_NEW_KEY, actions: ['kms:CreateKey'] },
  { to: 'tag it while it is made', on: ARN.key, context: OUR_NEW_KEY, actions: ['kms:TagResource'] },
  {
    to: 'set it up',
    on: ARN.key,
    context: OUR_KEY,
    actions: ['kms:CreateAlias', 'kms:EnableKeyRotation', 'kms:PutKeyPolicy', 'kms:UpdateAlias'],
  },
  { to: 'name it', on: ARN.alias, actions: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'] },
]

export const NEEDED = {
  plan: [...PLAN, READ_VARIABLES, ...READ_INFRASTRUCTURE],
  /** It plans once more before it applies. */
  apply: [...PLAN, ...READ_INFRASTRUCTURE, ...STEPS, ...TERRAFORM],
} as const
