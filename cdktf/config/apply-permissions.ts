import {
  applyRoleName,
  backupBucketName,
  journalTableName,
  logBucketName,
  planRoleName,
  prefix,
  roleArn,
  stateBucketName,
} from './names'
import { computeStatements } from './permissions/compute'
import { dataStatements } from './permissions/data'
import { networkStatements } from './permissions/network'
import { observationStatements } from './permissions/observation'
import { roleStatements } from './permissions/roles'
import { readStatements } from './plan-permissions'
import { policyDocument, type PolicyDocument, type PolicyStatement } from './policy-document'
import type { Target } from './target'

/**
 * What the approved job may change: this system and environment, by name wherever AWS allows it.
 * It cannot change its own role or the plan role; `migrate bootstrap`, run by an administrator, does.
 */
export function applyPermissions(t: Target): PolicyDocument {
  return policyDocument(
    ...storageStatements(t),
    ...journalStatements(t),
    ...settingStatements(t),
    ...keyStatements(t),
    ...readStatements(),
    protectRoles(t),
  )
}

/**
 * The rest of it, in managed policies: an inline one ends at 10,240 characters, a managed one at 6,144.
 * By the last word of the policy's name.
 */
export function managedApplyPermissions(t: Target): Readonly<Record<string, PolicyDocument>> {
  return {
    network: policyDocument(...networkStatements(t)),
    data: policyDocument(...dataStatements(t), ...roleStatements(t)),
    compute: policyDocument(...computeStatements(t), ...observationStatements(t)),
  }
}

function storageStatements(t: Target): PolicyStatement[] {
  const buckets = `arn:aws:s3:::${prefix(t)}-*`
  const protectedBuckets = [stateBucketName(t), logBucketName(t), backupBucketName(t)]
  return [
    { Sid: 'Buckets', Effect: 'Allow', Action: 's3:*', Resource: [buckets, `${buckets}/*`] },
    {
      Sid: 'KeepBuckets',
      Effect: 'Deny',
      Action: ['s3:DeleteBucket', 's3:PutBucketVersioning', 's3:DeleteObjectVersion'],
      Resource: protectedBuckets.flatMap((bucket) => [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]),
    },
    // CloudFront names its resources by ids it makes up, so a name cannot be the limit here.
    { Sid: 'Distributions', Effect: 'Allow', Action: 'cloudfront:*', Resource: '*' },
    {
      Sid: 'DistributionLogs',
      Effect: 'Allow',
      Action: ['logs:*Delivery*', 'logs:TagResource', 'logs:UntagResource'],
      Resource: '*',
    },
  ]
}

function journalStatements(t: Target): PolicyStatement[] {
  const { region, accountId } = t.environment
  const table = `arn:aws:dynamodb:${region}:${accountId}:table/${journalTableName(t)}`
  return [
    {
      Sid: 'KeepJournal',
      Effect: 'Deny',
      Action: ['dynamodb:DeleteTable', 'dynamodb:UpdateContinuousBackups'],
      Resource: table,
    },
    {
      Sid: 'Parameters',
      Effect: 'Allow',
      Action: [
        'ssm:*Parameter*',
        'ssm:AddTagsToResource',
        'ssm:ListTagsForResource',
        'ssm:RemoveTagsFromResource',
      ],
      Resource: `arn:aws:ssm:${region}:${accountId}:parameter/${t.system.name}/${t.environmentName}/*`,
    },
  ]
}

function settingStatements(t: Target): PolicyStatement[] {
  const { region, accountId } = t.environment
  return [
    {
      Sid: 'Topics',
      Effect: 'Allow',
      Action: 'sns:*',
      Resource: `arn:aws:sns:${region}:${accountId}:${prefix(t)}-*`,
    },
    {
      Sid: 'Budgets',
      Effect: 'Allow',
      Action: ['budgets:ModifyBudget', 'budgets:TagResource', 'budgets:UntagResource'],
      Resource: `arn:aws:budgets::${accountId}:budget/${prefix(t)}-*`,
    },
  ]
}

/** A key has no name of ours: its tags are the limit, and it cannot be made without them. */
function keyStatements(t: Target): PolicyStatement[] {
  const { accountId } = t.environment
  // In any region: logs of CloudFront's web ACL have a key in us-east-1.
  const keys = `arn:aws:kms:*:${accountId}:key/*`
  const asksForOurTags = {
    'aws:RequestTag/system': t.system.name,
    'aws:RequestTag/environment': t.environmentName,
  }
  const hasOurTags = {
    'aws:ResourceTag/system': t.system.name,
    'aws:ResourceTag/environment': t.environmentName,
  }
  return [
    {
      Sid: 'MakeKeys',
      Effect: 'Allow',
      Action: 'kms:CreateKey',
      Resource: '*',
      Condition: { StringEquals: asksForOurTags },
    },
    {
      // CreateKey needs it for the tags of the new key. A limit of KMS: a key in the account that has no `system` tag at
      // all could be claimed with it; one of another system cannot.
      Sid: 'TagKeys',
      Effect: 'Allow',
      Action: 'kms:TagResource',
      Resource: keys,
      Condition: { StringEquals: asksForOurTags, StringEqualsIfExists: hasOurTags },
    },
    {
      Sid: 'Keys',
      Effect: 'Allow',
      Action: 'kms:*',
      Resource: keys,
      Condition: { StringEquals: hasOurTags },
    },
    {
      // Without its key an object is noise.
      Sid: 'KeepKeys',
      Effect: 'Deny',
      Action: ['kms:DisableKey', 'kms:ScheduleKeyDeletion'],
      Resource: keys,
    },
    {
      Sid: 'NameKeys',
      Effect: 'Allow',
      Action: ['kms:CreateAlias', 'kms:UpdateAlias', 'kms:DeleteAlias'],
      Resource: `arn:aws:kms:*:${accountId}:alias/${prefix(t)}*`,
    },
  ]
}

/** Whatever a later statement allows, a workflow does not widen its own permissions. */
function protectRoles(t: Target): PolicyStatement {
  return {
    Sid: 'KeepRoles',
    Effect: 'Deny',
    Action: [
      'iam:AttachRolePolicy',
      'iam:DeleteRole',
      'iam:DeleteRolePolicy',
      'iam:DetachRolePolicy',
      'iam:PutRolePolicy',
      'iam:UpdateAssumeRolePolicy',
    ],
    Resource: [roleArn(t, planRoleName(t)), roleArn(t, applyRoleName(t))],
  }
}
