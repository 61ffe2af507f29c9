import { clusterName } from '../names'
import type { PolicyStatement } from '../policy-document'
import type { Target } from '../target'
import { arnOf } from './scope'

/** Containers, functions, APIs, schedules and queues. */
export function computeStatements(t: Target): PolicyStatement[] {
  return [
    {
      Sid: 'Containers',
      Effect: 'Allow',
      Action: 'ecs:*',
      Resource: [
        arnOf(t, 'ecs', `cluster/${clusterName(t)}`),
        arnOf(t, 'ecs', `service/${clusterName(t)}/*`),
        arnOf(t, 'ecs', 'task-definition/{prefix}-*'),
        arnOf(t, 'ecs', `task/${clusterName(t)}/*`),
      ],
    },
    {
      // AWS has no resource for these.
      Sid: 'Registrations',
      Effect: 'Allow',
      Action: ['ecr:GetAuthorizationToken', 'ecs:CreateCluster', 'ecs:DeregisterTaskDefinition'],
      Resource: '*',
    },
    { Sid: 'Images', Effect: 'Allow', Action: 'ecr:*', Resource: arnOf(t, 'ecr', 'repository/{prefix}/*') },
    {
      Sid: 'KeepImages',
      Effect: 'Deny',
      Action: ['ecr:DeleteRepository', 'ecr:BatchDeleteImage'],
      Resource: arnOf(t, 'ecr', 'repository/{prefix}/*'),
    },
    {
      Sid: 'Autoscaling',
      Effect: 'Allow',
      Action: 'application-autoscaling:*',
      Resource: arnOf(t, 'application-autoscaling', 'scalable-target/*'),
    },
    ...functionStatements(t),
  ]
}

function functionStatements(t: Target): PolicyStatement[] {
  return [
    {
      Sid: 'Functions',
      Effect: 'Allow',
      Action: 'lambda:*',
      Resource: [arnOf(t, 'lambda', 'function:{prefix}-*'), arnOf(t, 'lambda', 'event-source-mapping:*')],
    },
    {
      // One that is not there yet has no ARN: the function that it starts is the limit.
      Sid: 'MakeEventSources',
      Effect: 'Allow',
      Action: 'lambda:CreateEventSourceMapping',
      Resource: '*',
      Condition: { ArnLike: { 'lambda:FunctionArn': arnOf(t, 'lambda', 'function:{prefix}-*') } },
    },
    {
      // APIs and their domains have ids that AWS makes up; `account` is the role with which API Gateway writes logs.
      Sid: 'Apis',
      Effect: 'Allow',
      Action: [
        'apigateway:DELETE',
        'apigateway:GET',
        'apigateway:PATCH',
        'apigateway:POST',
        'apigateway:PUT',
        'apigateway:TagResource',
      ],
      Resource: ['account', 'apis', 'domainnames', 'tags'].map(
        (kind) => `arn:aws:apigateway:${t.environment.region}::/${kind}*`,
      ),
    },
    {
      Sid: 'Schedules',
      Effect: 'Allow',
      Action: ['events:*', 'scheduler:*'],
      Resource: [arnOf(t, 'events', 'rule/{prefix}-*'), arnOf(t, 'scheduler', 'schedule*/*{prefix}-*')],
    },
    { Sid: 'Queues', Effect: 'Allow', Action: 'sqs:*', Resource: arnOf(t, 'sqs', '{prefix}-*') },
  ]
}
