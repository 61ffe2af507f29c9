import type { Need } from '../needed-permissions'
import { ACCOUNT, ARN, BOUNDED, OURS, REGIONAL, prefixed } from './things'

export const DATA: readonly Need[] = [
  {
    to: 'make the database',
    on: ARN.database,
    actions: prefixed('rds', ['AddTagsToResource', 'CreateDBInstance', 'ModifyDBInstance']),
  },
  {
    to: 'make the database with the option group that AWS gives it',
    on: `arn:aws:rds:${REGIONAL}:og:default:postgres-16`,
    actions: ['rds:CreateDBInstance'],
  },
  { to: 'remove a replica', on: ARN.replica, actions: ['rds:DeleteDBInstance'] },
  ...['pg:studio-dev-database-16', 'subgrp:studio-dev-database', 'snapshot:studio-dev-database-final'].map(
    (kind): Need => ({
      to: 'make what belongs to it',
      on: `arn:aws:rds:${REGIONAL}:${kind}`,
      actions: ['rds:CreateDBParameterGroup', 'rds:CreateDBSubnetGroup', 'rds:CreateDBSnapshot'],
    }),
  ),
  {
    to: 'make a table',
    on: ARN.table,
    actions: prefixed('dynamodb', [
      'CreateTable',
      'TagResource',
      'UpdateContinuousBackups',
      'UpdateTimeToLive',
    ]),
  },
  ...['replicationgroup', 'cluster', 'subnetgroup', 'parametergroup', 'user', 'usergroup', 'snapshot'].map(
    (kind): Need => ({
      to: 'make Redis',
      on: `arn:aws:elasticache:${REGIONAL}:${kind}:studio-dev-redis`,
      actions: ['elasticache:AddTagsToResource'],
    }),
  ),
  {
    to: 'make Redis with the parameters that AWS gives it',
    on: `arn:aws:elasticache:${REGIONAL}:parametergroup:default.redis7`,
    actions: ['elasticache:CreateReplicationGroup'],
  },
  { to: 'make a user pool', on: '*', actions: ['cognito-idp:CreateUserPool'] },
  {
    to: 'change the user pool that is ours',
    on: ARN.pool,
    context: OURS,
    actions: prefixed('cognito-idp', [
      'CreateUserPoolClient',
      'SetUserPoolMfaConfig',
      'TagResource',
      'UpdateUserPool',
    ]),
  },
  {
    to: 'make an empty secret',
    on: ARN.secret,
    actions: prefixed('secretsmanager', ['CreateSecret', 'TagResource', 'UpdateSecret']),
  },
  {
    to: "let RDS make the master user's",
    on: ARN.masterSecret,
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html, "Permissions required"
    actions: prefixed('secretsmanager', ['CreateSecret', 'RotateSecret', 'TagResource']),
  },
  {
    to: 'send mail from the zone',
    on: `arn:aws:ses:${REGIONAL}:identity/dev.studio.example`,
    actions: ['ses:CreateEmailIdentity'],
  },
  {
    to: 'set up its mails',
    on: `arn:aws:ses:${REGIONAL}:configuration-set/studio-dev`,
    actions: ['ses:CreateConfigurationSet'],
  },
  {
    to: 'make a role within the boundary',
    on: ARN.role,
    context: BOUNDED,
    actions: prefixed('iam', [
      'CreateRole',
      'DeleteRolePolicy',
      'PutRolePermissionsBoundary',
      'PutRolePolicy',
    ]),
  },
  {
    to: 'change it',
    on: ARN.role,
    actions: prefixed('iam', [
      'DeleteRole',
      'ListInstanceProfilesForRole',
      'TagRole',
      'UntagRole',
      'UpdateAssumeRolePolicy',
      'UpdateRole',
      'UpdateRoleDescription',
    ]),
  },
  {
    to: 'hand it to a function',
    on: ARN.role,
    context: { 'iam:PassedToService': 'lambda.amazonaws.com' },
    actions: ['iam:PassRole'],
  },
  {
    to: 'let a service make its own role',
    on: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    context: { 'iam:AWSServiceName': 'ecs.amazonaws.com' },
    actions: ['iam:CreateServiceLinkedRole'],
  },
  {
    to: 'let GuardDuty make the second of its roles, which it does with the detector',
    on: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/malware-protection.guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDutyMalwareProtection`,
    context: { 'iam:AWSServiceName': 'malware-protection.guardduty.amazonaws.com' },
    actions: ['iam:CreateServiceLinkedRole'],
  },
]
