import { databaseIdentifier, prefix } from '../names'
import type { PolicyStatement } from '../policy-document'
import type { Target } from '../target'
import { arnOf, ofThisTarget } from './scope'

/** Database, tables, Redis, user pool, secrets and mail; and what of it a workflow can never remove. */
export function dataStatements(t: Target): PolicyStatement[] {
  return [
    {
      Sid: 'Databases',
      Effect: 'Allow',
      Action: 'rds:*',
      Resource: [
        ...['db', 'pg', 'subgrp', 'snapshot'].map((kind) => arnOf(t, 'rds', `${kind}:{prefix}-*`)),
        // An instance without an option group of its own gets AWS's, and CreateDBInstance is asked about it too.
        arnOf(t, 'rds', 'og:default:*'),
      ],
    },
    {
      Sid: 'Tables',
      Effect: 'Allow',
      Action: 'dynamodb:*',
      Resource: arnOf(t, 'dynamodb', 'table/{prefix}-*'),
    },
    {
      Sid: 'Redis',
      Effect: 'Allow',
      Action: 'elasticache:*',
      Resource: [
        ...[
          'replicationgroup',
          'cluster',
          'subnetgroup',
          'parametergroup',
          'user',
          'usergroup',
          'snapshot',
        ].map((kind) => arnOf(t, 'elasticache', `${kind}:{prefix}-*`)),
        // AWS's own, which nobody can change: CreateReplicationGroup is asked about the one of the version.
        arnOf(t, 'elasticache', 'parametergroup:default.*'),
      ],
    },
    ...userStatements(t),
    keepData(t),
  ]
}

/** User pool, secrets and mail. */
function userStatements(t: Target): PolicyStatement[] {
  return [
    {
      // A pool's id is made up by AWS, and CreateUserPool has no resource: its tags are the limit for everything after.
      Sid: 'MakeUserPool',
      Effect: 'Allow',
      Action: 'cognito-idp:CreateUserPool',
      Resource: '*',
    },
    {
      Sid: 'UserPools',
      Effect: 'Allow',
      Action: 'cognito-idp:*',
      Resource: arnOf(t, 'cognito-idp', 'userpool/*'),
      Condition: { StringEquals: ofThisTarget(t) },
    },
    {
      Sid: 'Secrets',
      Effect: 'Allow',
      Action: 'secretsmanager:*',
      Resource: arnOf(t, 'secretsmanager', `secret:${t.system.name}/${t.environmentName}/*`),
    },
    {
      // RDS makes and names it, in the name of who makes the server. Its value is for the migration inside the VPC.
      Sid: 'MasterSecret',
      Effect: 'Allow',
      Action: ['secretsmanager:CreateSecret', 'secretsmanager:RotateSecret', 'secretsmanager:TagResource'],
      Resource: arnOf(t, 'secretsmanager', 'secret:rds!*'),
    },
    {
      Sid: 'Mail',
      Effect: 'Allow',
      Action: 'ses:*',
      Resource: [
        arnOf(t, 'ses', `identity/${t.environment.dns.zone}`),
        arnOf(t, 'ses', `configuration-set/${prefix(t)}*`),
      ],
    },
  ]
}

/** Terraform's prevent_destroy is a word in a file; this is not. */
function keepData(t: Target): PolicyStatement {
  return {
    Sid: 'KeepData',
    Effect: 'Deny',
    Action: [
      'cognito-idp:DeleteUserPool',
      'dynamodb:DeleteTable',
      'rds:DeleteDBInstance',
      'rds:DeleteDBInstanceAutomatedBackup',
      'secretsmanager:DeleteSecret',
    ],
    Resource: [
      arnOf(t, 'cognito-idp', 'userpool/*'),
      arnOf(t, 'dynamodb', 'table/{prefix}-*'),
      // Not its replicas: those may come and go.
      arnOf(t, 'rds', `db:${databaseIdentifier(t)}`),
      arnOf(t, 'rds', 'auto-backup:*'),
      arnOf(t, 'secretsmanager', `secret:${t.system.name}/${t.environmentName}/*`),
    ],
  }
}
