import { journalTableName, prefix, stateBucketName } from './names'
import { ofThisTarget } from './permissions/scope'
import { policyDocument, type PolicyDocument, type PolicyStatement } from './policy-document'
import type { Target } from './target'

/**
 * What a plan reads: settings, the state and the journal, never an object, a row of an application or a secret. AWS's own
 * ReadOnlyAccess would let a pull request read every video of every user.
 * No kms:Decrypt but through Lambda: Terraform writes the state under S3's own key, the journal is under DynamoDB's, and the parameters are
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
      Action: ['dynamodb:GetItem', 'dynamodb:Query'],
      Resource: `arn:aws:dynamodb:${region}:${accountId}:table/${journalTableName(t)}`,
    },
    {
      Sid: 'ReadTables',
      Effect: 'Allow',
      Action: ['dynamodb:Describe*', 'dynamodb:ListTagsOfResource'],
      Resource: `arn:aws:dynamodb:${region}:${accountId}:table/${prefix(t)}-*`,
    },
    {
      // Lambda shows a function's environment only to who may use its key. Names stand in it, never a secret.
      Sid: 'ReadFunctionVariables',
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: `arn:aws:kms:${region}:${accountId}:key/*`,
      Condition: {
        StringEquals: { ...ofThisTarget(t), 'kms:ViaService': `lambda.${region}.amazonaws.com` },
      },
    },
    ...readStatements(),
  )
}

/** Reading settings, which an apply does before and after every change. */
export function readStatements(): PolicyStatement[] {
  return [
    { Sid: 'ReadSettings', Effect: 'Allow', Action: READ_SETTINGS, Resource: '*' },
    { Sid: 'ReadNetwork', Effect: 'Allow', Action: READ_NETWORK, Resource: '*' },
  ]
}

/**
 * Settings that hold no data of users, and no secret. Most of these actions cannot be limited to a resource. No `Get*` where
 * it would show more than settings: WAF's sampled requests hold tokens, SES keeps addresses, X-Ray the URLs of users.
 */
const READ_SETTINGS = [
  'acm:DescribeCertificate',
  'acm:ListTagsForCertificate',
  'apigateway:GET',
  'application-autoscaling:Describe*',
  'application-autoscaling:ListTagsForResource',
  'budgets:ListTagsForResource',
  'budgets:ViewBudget',
  'cloudfront:Describe*',
  'cloudfront:Get*',
  'cloudfront:ListTagsForResource',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetDashboard',
  'cloudwatch:ListTagsForResource',
  'cognito-idp:Describe*',
  'cognito-idp:GetGroup',
  'cognito-idp:GetUserPoolMfaConfig',
  'cognito-idp:ListTagsForResource',
  'ecr:DescribeRepositories',
  'ecr:GetLifecyclePolicy',
  'ecr:ListTagsForResource',
  'ecs:Describe*',
  'ecs:ListTagsForResource',
  'elasticache:Describe*',
  'elasticache:ListTagsForResource',
  'elasticloadbalancing:Describe*',
  'events:Describe*',
  'events:List*',
  'guardduty:GetDetector',
  'iam:GetOpenIDConnectProvider',
  'iam:GetPolicy',
  'iam:GetPolicyVersion',
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:ListPolicyVersions',
  'iam:ListRolePolicies',
  'kms:DescribeKey',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListAliases',
  'kms:ListResourceTags',
  'lambda:Get*',
  'lambda:List*',
  'logs:Describe*',
  'logs:GetDelivery*',
  'logs:ListTagsForResource',
  'rds:Describe*',
  'rds:ListTagsForResource',
  'route53:Get*',
  'route53:List*',
  'scheduler:Get*',
  'scheduler:ListTagsForResource',
  'secretsmanager:DescribeSecret',
  'secretsmanager:GetRandomPassword',
  'secretsmanager:GetResourcePolicy',
  'ses:GetEmailIdentity',
  'ses:ListTagsForResource',
  'sns:GetSubscriptionAttributes',
  'sns:GetTopicAttributes',
  'sns:ListTagsForResource',
  'sqs:GetQueueAttributes',
  'sqs:ListQueueTags',
  'ssm:DescribeParameters',
  'wafv2:GetLoggingConfiguration',
  'wafv2:GetWebACL*',
  'wafv2:ListTagsForResource',
  'xray:GetGroup',
  'xray:GetSamplingRules',
  'xray:ListTagsForResource',
] as const

/** Not `ec2:Describe*`: that would show the user data of every instance of the account. */
const READ_NETWORK = [
  'ec2:DescribeAccountAttributes',
  'ec2:DescribeAddresses*',
  'ec2:DescribeAvailabilityZones',
  'ec2:DescribeEgressOnlyInternetGateways',
  'ec2:DescribeFlowLogs',
  'ec2:DescribeInternetGateways',
  'ec2:DescribeNatGateways',
  'ec2:DescribeNetworkAcls',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribePrefixLists',
  'ec2:DescribeRouteTables',
  'ec2:DescribeSecurityGroup*',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpc*',
  'ec2:GetSecurityGroupsForVpc',
] as const
