import { boundaryArn } from '../../../../cdktf/config/names'
import { ARN, BOUNDED, HERE, OURS, RECORD_NAMES, target } from './things'

/** What the apply role must not be able to do, whatever its policies allow elsewhere. */
export const REFUSED_INFRASTRUCTURE: readonly {
  to: string
  action: string
  resource: string
  context?: Record<string, string>
}[] = [
  { to: 'remove the database', action: 'rds:DeleteDBInstance', resource: ARN.database },
  { to: 'remove a table', action: 'dynamodb:DeleteTable', resource: ARN.table },
  { to: 'remove the user pool', action: 'cognito-idp:DeleteUserPool', resource: ARN.pool, context: OURS },
  { to: 'remove a secret', action: 'secretsmanager:DeleteSecret', resource: ARN.secret },
  { to: 'remove images', action: 'ecr:DeleteRepository', resource: ARN.repository },
  {
    to: "change another system's pool",
    action: 'cognito-idp:UpdateUserPool',
    resource: ARN.pool,
    context: { ...OURS, 'aws:ResourceTag/system': 'aiuteur' },
  },
  {
    to: 'work in another region',
    action: 'ec2:CreateVpc',
    resource: ARN.vpc,
    context: { 'aws:RequestedRegion': 'eu-west-1' },
  },
  {
    to: "remove another system's network",
    action: 'ec2:DeleteSubnet',
    resource: ARN.vpc,
    context: { ...HERE, 'aws:ResourceTag/system': 'aiuteur' },
  },
  {
    to: "point production's names elsewhere",
    action: 'route53:ChangeResourceRecordSets',
    resource: ARN.zone,
    context: { [RECORD_NAMES]: 'studio.example' },
  },
  {
    to: 'read the password of a master user',
    action: 'secretsmanager:GetSecretValue',
    resource: ARN.masterSecret,
  },
  {
    to: "start another system's function from a queue",
    action: 'lambda:CreateEventSourceMapping',
    resource: '*',
    context: { 'lambda:FunctionArn': ARN.function.replace('studio-dev', 'aiuteur-dev') },
  },
  { to: 'start a server', action: 'ec2:RunInstances', resource: ARN.vpc, context: HERE },
  { to: 'make a role without the boundary', action: 'iam:CreateRole', resource: ARN.role },
  { to: 'give a role more than the boundary allows', action: 'iam:PutRolePolicy', resource: ARN.role },
  {
    to: 'take the boundary off',
    action: 'iam:DeleteRolePermissionsBoundary',
    resource: ARN.role,
    context: BOUNDED,
  },
  { to: 'change the boundary itself', action: 'iam:CreatePolicyVersion', resource: boundaryArn(target) },
  { to: 'attach a policy of AWS', action: 'iam:AttachRolePolicy', resource: ARN.role, context: BOUNDED },
  {
    to: 'hand a role to a server',
    action: 'iam:PassRole',
    resource: ARN.role,
    context: { 'iam:PassedToService': 'ec2.amazonaws.com' },
  },
  {
    to: "change another system's function",
    action: 'lambda:UpdateFunctionCode',
    resource: ARN.function.replace('studio-dev', 'aiuteur-dev'),
  },
]
