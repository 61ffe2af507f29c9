import { journalTableName, prefix, stateBucketName } from './names'
import { policyDocument, type PolicyDocument } from './policy-document'
import type { Target } from './target'

/**
 * What a plan reads: settings and the state, never an object, a row or a secret. AWS's own ReadOnlyAccess would let a
 * pull request read every video of every user.
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
      Action: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:ListTagsForResource'],
      Resource: `arn:aws:ssm:${region}:${accountId}:parameter/${t.system.name}/${t.environmentName}/*`,
    },
    {
      Sid: 'ReadJournalSettings',
      Effect: 'Allow',
      Action: [
        'dynamodb:DescribeContinuousBackups',
        'dynamodb:DescribeTable',
        'dynamodb:DescribeTimeToLive',
        'dynamodb:ListTagsOfResource',
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
  'cloudfront:Describe*',
  'cloudfront:Get*',
  'cloudfront:List*',
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
  'logs:DescribeDeliver*',
  'logs:GetDelivery*',
  'logs:ListTagsForResource',
  'sns:GetSubscriptionAttributes',
  'sns:GetTopicAttributes',
  'sns:ListSubscriptionsByTopic',
  'sns:ListTagsForResource',
  'ssm:DescribeParameters',
] as const
