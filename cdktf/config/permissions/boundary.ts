import { databaseIdentifier, prefix } from '../names'
import { policyDocument, type PolicyDocument } from '../policy-document'
import type { Target } from '../target'
import { arnOf, ofThisTarget } from './scope'

/**
 * Most that a role of a service may do, whatever its own policies say: use the data of this system and environment. It
 * changes no setting, makes no role and reads nobody else's data. Managed policies hold at most 6,144 characters.
 */
export function boundaryPermissions(t: Target): PolicyDocument {
  const { accountId } = t.environment
  const own = `${t.system.name}/${t.environmentName}`
  return policyDocument(
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
    {
      Sid: 'Settings',
      Effect: 'Allow',
      Action: [
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetSecretValue',
        'ssm:GetParameter*',
        'ssm:PutParameter',
      ],
      Resource: [
        arnOf(t, 'secretsmanager', `secret:${own}/*`),
        arnOf(t, 'secretsmanager', 'secret:rds!*'),
        arnOf(t, 'ssm', `parameter/${own}/*`),
      ],
    },
    {
      Sid: 'Keys',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey*'],
      Resource: arnOf(t, 'kms', 'key/*'),
      Condition: { StringEquals: ofThisTarget(t) },
    },
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
      Resource: `arn:aws:logs:*:${accountId}:*`,
    },
    {
      // AWS has no resource for these.
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
    },
  )
}
