import { boundaryArn, prefix } from '../names'
import type { PolicyStatement } from '../policy-document'
import type { Target } from '../target'

/** Services that a role of ours may be handed to. */
const PASSED_TO = [
  'apigateway.amazonaws.com',
  'ecs-tasks.amazonaws.com',
  'lambda.amazonaws.com',
  'monitoring.rds.amazonaws.com',
  'scheduler.amazonaws.com',
  'vpc-flow-logs.amazonaws.com',
] as const

/** Services that keep a role of their own in the account. */
const SERVICE_LINKED = [
  'ecs.amazonaws.com',
  'ecs.application-autoscaling.amazonaws.com',
  'elasticache.amazonaws.com',
  'elasticloadbalancing.amazonaws.com',
  'email.cognito-idp.amazonaws.com',
  'guardduty.amazonaws.com',
  'malware-protection.guardduty.amazonaws.com',
  'ops.apigateway.amazonaws.com',
  'rds.amazonaws.com',
  'wafv2.amazonaws.com',
] as const

/**
 * Roles of services: made and changed only with the boundary, so a workflow cannot write itself a role that may do more
 * than the programs of this system ever may. The boundary itself is an administrator's (`migrate bootstrap`).
 */
export function roleStatements(t: Target): PolicyStatement[] {
  const roles = `arn:aws:iam::${t.environment.accountId}:role/${prefix(t)}-*`
  const bounded = { StringEquals: { 'iam:PermissionsBoundary': boundaryArn(t) } }
  return [
    {
      Sid: 'BoundedRoles',
      Effect: 'Allow',
      Action: [
        'iam:CreateRole',
        'iam:DeleteRolePolicy',
        'iam:PutRolePermissionsBoundary',
        'iam:PutRolePolicy',
      ],
      Resource: roles,
      Condition: bounded,
    },
    {
      Sid: 'Roles',
      Effect: 'Allow',
      Action: [
        'iam:DeleteRole',
        'iam:ListInstanceProfilesForRole',
        'iam:TagRole',
        'iam:UntagRole',
        'iam:UpdateAssumeRolePolicy',
        'iam:UpdateRole',
        'iam:UpdateRoleDescription',
      ],
      Resource: roles,
    },
    {
      Sid: 'PassRoles',
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: roles,
      Condition: { StringEquals: { 'iam:PassedToService': PASSED_TO } },
    },
    {
      Sid: 'ServiceLinkedRoles',
      Effect: 'Allow',
      Action: 'iam:CreateServiceLinkedRole',
      Resource: `arn:aws:iam::${t.environment.accountId}:role/aws-service-role/*`,
      Condition: { StringEquals: { 'iam:AWSServiceName': SERVICE_LINKED } },
    },
  ]
}
