import { conditionKeys, covers, type Statement } from './policies'

/** Changes for which AWS has no resource-level permission, from its service authorization reference. */
const WITHOUT_RESOURCES = [
  'cognito-idp:CreateUserPool',
  'cloudwatch:PutMetricData',
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:UnassignPrivateIpAddresses',
  'ecr:GetAuthorizationToken',
  'ecs:CreateCluster',
  'ecs:DeregisterTaskDefinition',
  'guardduty:CreateDetector',
  'logs:*LogDelivery',
  'logs:*QueryDefinition',
  'logs:*ResourcePolicy',
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DeleteResourcePolicy',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
  'sts:GetCallerIdentity',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
] as const

/** Reads of settings show what is there, not what it holds. */
const READS_SETTINGS = /^[a-z0-9-]+:(?:Describe|Get|List|View|Search|GET$)/

/** Reads that show what users or services stored, or let somebody in. */
const READS_DATA = [
  'cognito-idp:ListUsers',
  'dynamodb:BatchGetItem',
  'dynamodb:GetItem',
  'dynamodb:GetRecords',
  'ecr:GetDownloadUrlForLayer',
  'logs:GetLogEvents',
  's3:GetObject',
  's3:GetObjectVersion',
  'secretsmanager:GetSecretValue',
  'ssm:GetParameter',
  'ssm:GetParameters',
  'ssm:GetParametersByPath',
  'sts:GetFederationToken',
  'sts:GetSessionToken',
] as const

/** Conditions that say which resources, where the ARN cannot. */
const LIMITING_CONDITION =
  /^(?:aws:resourcetag\/|aws:requesttag\/|aws:resourceaccount$|aws:resourceorgid$|cloudwatch:namespace$|ecs:cluster$|ec2:vpc$|ec2:subnet$|lambda:functionarn$|route53:changeresourcerecordsetsnormalizedrecordnames$|ses:fromaddress$)/

/** Actions by which one who has them can give himself or his role more than he has. Source: AWS-0342 to 0345 and CKV_AWS_110. */
export const ESCALATIONS = [
  'iam:AddUserToGroup',
  'iam:AttachGroupPolicy',
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:CreatePolicyVersion',
  'iam:CreateRole',
  'iam:DeleteRolePermissionsBoundary',
  'iam:PutGroupPolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:PutUserPolicy',
  'iam:SetDefaultPolicyVersion',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateLoginProfile',
] as const

/** True for an action that may stand beside `Resource: "*"`. */
export function needsNoResource(action: string): boolean {
  if (WITHOUT_RESOURCES.some((known) => known.toLowerCase() === action.toLowerCase())) return true
  return READS_SETTINGS.test(action) && !READS_DATA.some((data) => covers(action, data))
}

/** True where a statement is for anything at all: `*`, and no condition that limits it. */
export function isForAnything(statement: Statement): boolean {
  if (conditionKeys(statement).some((key) => LIMITING_CONDITION.test(key))) return false
  return statement.allResourcesBut || statement.resources.some((resource) => isAnything(resource))
}

/** `*`, and an ARN whose account and name are left open: `arn:aws:s3:::*`, `arn:aws:iam::*:role/*`. */
export function isAnything(resource: string): boolean {
  if (/^\*+$/.test(resource)) return true
  const [, , service, , account = '', ...name] = resource.split(':')
  // What stands before the first slash is a kind of thing (`role/`), but for S3, where it is the bucket.
  const rest = service === 's3' ? name.join(':') : name.join(':').replace(/^[a-z-]+[/:]/, '')
  return resource.startsWith('arn:') && /^\**$/.test(rest) && rest !== '' && /^\**$/.test(account)
}
