import { journalTableName, prefix, stateBucketName } from './names'
import { policyDocument, type PolicyDocument } from './policy-document'
import type { Target } from './target'

/**
 * What a plan reads: settings, the state and the journal, never an object, a row of an application or a secret. AWS's own
 * ReadOnlyAccess would let a pull request read every video of every user.
 * No kms:Decrypt: Terraform writes the state under S3's own key, the journal is under DynamoDB's, and the parameters are
 * plain. The data key would open the objects.
 */
export function planPermissions(t: Target): PolicyDocument {
  const state = `arn:aws:s3:::${stateBucketName(t)}`
  const { region, accountId } = t.environment
  return policyDocument(
    { Sid: 'ReadState', Effect: 'Allow', Action: 's3:GetObject', Resource: `${state}/*.tfstate` },
    {
      Sid: 'ReadBucketSettings',
      Effect: 'Allow',
      Action: [
        's3:GetBucket*',
        's3:GetAccelerateConfiguration',
        's3:GetEncryptionConfiguration',
        's3:GetLifecycleConfiguration',
        's3:GetReplicationConfiguration',
        's3:ListBucket',
      ],
      Resource: `arn:aws:s3:::${prefix(t)}-*`,
    },
    {
      Sid: 'ReadParameters',
      Effect: 'Allow',
      Action: ['ssm:GetParameter', 'ssm:ListTagsForResource'],
      Resource: `arn:aws:ssm:${region}:${accountId}:parameter/${t.system.name}/${t.environmentName}/*`,
    },
    {
      // Which stacks are applied and where each phase stands: a plan's variables follow from that.
      Sid: 'ReadJournal',
      Effect: 'Allow',
      Action: [
        'dynamodb:DescribeContinuousBackups',
        'dynamodb:DescribeTable',
        'dynamodb:DescribeTimeToLive',
        'dynamodb:GetItem',
        'dynamodb:ListTagsOfResource',
        'dynamodb:Query',
      ],
      Resource: `arn:aws:dynamodb:${region}:${accountId}:table/${journalTableName(t)}`,
    },
    { Sid: 'ReadSettings', Effect: 'Allow', Action: READ_SETTINGS, Resource: '*' },
  )
}

/** Settings that hold no data of users. Most of these actions cannot be limited to a resource. */
const READ_SETTINGS = [
  'budgets:ListTagsForResource',
  'budgets:ViewBudget',
  'cloudfront:Get*',
  'cloudfront:ListTagsForResource',
  'iam:GetOpenIDConnectProvider',
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:ListRolePolicies',
  'kms:DescribeKey',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListAliases',
  'kms:ListResourceTags',
  'logs:GetDelivery*',
  'logs:ListTagsForResource',
  'sns:GetSubscriptionAttributes',
  'sns:GetTopicAttributes',
  'sns:ListTagsForResource',
  'ssm:DescribeParameters',
] as const
