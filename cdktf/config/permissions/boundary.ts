import { databaseIdentifier, migratorRoleName, prefix, roleArn, targetBucketName } from '../names'
import { policyDocument, type PolicyDocument, type PolicyStatement } from '../policy-document'
import type { Target } from '../target'
import { arnOf, ofThisTarget } from './scope'

/**
 * Most that a role of a service may do, whatever its own policies say: use the data of this system and environment. It
 * changes no setting (but the fence of a bucket), makes no role and reads nobody else's data. Managed policies hold at most 6,144 characters.
 */
export function boundaryPermissions(t: Target): PolicyDocument {
  return policyDocument(...data(t), ...values(t), ...work(t), ...fence(t), UNLIMITED)
}

function data(t: Target): PolicyStatement[] {
  return [
    {
      Sid: 'Data',
      Effect: 'Allow',
      Action: [
        's3:*Object*',
        's3:AbortMultipartUpload',
        's3:ListBucket*',
        's3:ListMultipartUploadParts',
        'dynamodb:*Item',
        'dynamodb:DescribeTable',
        'dynamodb:Query',
        'dynamodb:Scan',
        'sqs:ChangeMessageVisibility',
        'sqs:*Message',
        'sqs:GetQueue*',
        'lambda:InvokeFunction',
        'execute-api:ManageConnections',
        'elasticache:Connect',
      ],
      Resource: [
        `arn:aws:s3:::${prefix(t)}-*`,
        arnOf(t, 'dynamodb', 'table/{prefix}-*'),
        arnOf(t, 'sqs', '{prefix}-*'),
        arnOf(t, 'lambda', 'function:{prefix}-*'),
        arnOf(t, 'execute-api', '*'),
        arnOf(t, 'elasticache', '*:{prefix}-*'),
      ],
    },
    {
      Sid: 'Database',
      Effect: 'Allow',
      Action: ['rds-db:connect', 'rds:DescribeDBInstances'],
      Resource: [arnOf(t, 'rds-db', 'dbuser:*/*'), arnOf(t, 'rds', `db:${databaseIdentifier(t)}*`)],
    },
  ]
}

/** Settings, secrets, and the keys that open them. */
function values(t: Target): PolicyStatement[] {
  const own = `${t.system.name}/${t.environmentName}`
  return [
    {
      Sid: 'Settings',
      Effect: 'Allow',
      Action: [
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetSecretValue',
        'ssm:GetParameter*',
        'ssm:PutParameter',
      ],
      Resource: [arnOf(t, 'secretsmanager', `secret:${own}/*`), arnOf(t, 'ssm', `parameter/${own}/*`)],
    },
    {
      // RDS makes up its name; the tag says whose server it opens.
      Sid: 'MasterSecret',
      Effect: 'Allow',
      Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
      Resource: arnOf(t, 'secretsmanager', 'secret:rds!*'),
      Condition: {
        StringEquals: {
          'aws:ResourceTag/aws:rds:primaryDBInstanceArn': arnOf(t, 'rds', `db:${databaseIdentifier(t)}`),
        },
      },
    },
    {
      Sid: 'Keys',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey*'],
      Resource: arnOf(t, 'kms', 'key/*'),
      Condition: { StringEquals: ofThisTarget(t) },
    },
  ]
}

/** What a program does for its users, and what starts and watches it. */
function work(t: Target): PolicyStatement[] {
  return [
    {
      Sid: 'UsersAndMail',
      Effect: 'Allow',
      Action: ['cognito-idp:Admin*', 'cognito-idp:ListUsers', 'ses:SendEmail', 'ses:SendRawEmail'],
      Resource: [
        arnOf(t, 'cognito-idp', 'userpool/*'),
        arnOf(t, 'ses', `identity/${t.environment.dns.zone}`),
      ],
    },
    {
      Sid: 'Images',
      Effect: 'Allow',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: arnOf(t, 'ecr', 'repository/{prefix}/*'),
    },
    {
      Sid: 'Logs',
      Effect: 'Allow',
      Action: [
        'logs:CreateLogGroup',
        'logs:CreateLogStream',
        'logs:DescribeLog*',
        'logs:PutLogEvents',
        'logs:PutRetentionPolicy',
      ],
      Resource: `arn:aws:logs:*:${t.environment.accountId}:*`,
    },
    {
      // Of RDS's role: it reads where its last batch of metrics ended.
      Sid: 'Monitoring',
      Effect: 'Allow',
      Action: 'logs:GetLogEvents',
      Resource: arnOf(t, 'logs', 'log-group:RDSOSMetrics:*'),
    },
  ]
}

/** AWS has no resource for these. */
const UNLIMITED: PolicyStatement = {
  Sid: 'Unlimited',
  Effect: 'Allow',
  Action: [
    'cloudwatch:PutMetricData',
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcs',
    'ec2:GetSecurityGroupsForVpc',
    'ec2:UnassignPrivateIpAddresses',
    'ecr:GetAuthorizationToken',
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ],
  Resource: '*',
}

/**
 * The fence of a revert is a bucket policy, and the migrator sets it inside the VPC. No other program, and no bucket but
 * those of apps: whoever writes a policy can let others in.
 */
function fence(t: Target): PolicyStatement[] {
  const buckets = Object.entries(t.system.apps).flatMap(([app, { storage }]) =>
    Object.keys(storage?.buckets ?? {}).map((id) => `arn:aws:s3:::${targetBucketName(t, app, id)}`),
  )
  if (buckets.length === 0) return []
  return [
    {
      Sid: 'Fence',
      Effect: 'Allow',
      Action: ['s3:GetBucketPolicy', 's3:PutBucketPolicy'],
      Resource: buckets,
      Condition: { StringEquals: { 'aws:PrincipalArn': roleArn(t, migratorRoleName(t)) } },
    },
  ]
}
