import type { Need } from '../needed-permissions'
import { ACCOUNT, ARN, REGIONAL, prefixed } from './things'

export const COMPUTE: readonly Need[] = [
  {
    to: 'make the cluster',
    on: ARN.cluster,
    actions: ['ecs:PutClusterCapacityProviders', 'ecs:TagResource'],
  },
  {
    to: 'make a service, and deploy it',
    on: ARN.service,
    actions: ['ecs:CreateService', 'ecs:UpdateService'],
  },
  {
    to: 'register a revision',
    on: `arn:aws:ecs:${REGIONAL}:task-definition/studio-dev-everlink:1`,
    actions: ['ecs:RegisterTaskDefinition'],
  },
  { to: 'run a task', on: `arn:aws:ecs:${REGIONAL}:task/studio-dev/1`, actions: ['ecs:StopTask'] },
  {
    to: 'do what has no resource',
    on: '*',
    actions: ['ecr:GetAuthorizationToken', 'ecs:CreateCluster', 'ecs:DeregisterTaskDefinition'],
  },
  {
    to: 'make a repository',
    on: ARN.repository,
    actions: prefixed('ecr', ['CreateRepository', 'PutImage', 'PutLifecyclePolicy']),
  },
  {
    to: 'scale a service',
    on: `arn:aws:application-autoscaling:${REGIONAL}:scalable-target/1`,
    actions: prefixed('application-autoscaling', [
      'PutScalingPolicy',
      'RegisterScalableTarget',
      'TagResource',
    ]),
  },
  {
    to: 'make a function',
    on: ARN.function,
    actions: prefixed('lambda', ['AddPermission', 'CreateFunction', 'PublishVersion', 'UpdateAlias']),
  },
  {
    to: 'let a queue start it',
    on: '*',
    context: { 'lambda:FunctionArn': `${ARN.function}:live` },
    actions: ['lambda:CreateEventSourceMapping'],
  },
  {
    to: 'change how it does',
    on: `arn:aws:lambda:${REGIONAL}:event-source-mapping:1`,
    actions: prefixed('lambda', ['DeleteEventSourceMapping', 'TagResource', 'UpdateEventSourceMapping']),
  },
  ...['/account', '/apis', '/apis/a1/routes', '/domainnames/api.studio.example', '/tags/x'].map(
    (path): Need => ({
      to: 'make an API',
      on: `arn:aws:apigateway:us-east-1::${path}`,
      actions: prefixed('apigateway', ['DELETE', 'GET', 'PATCH', 'POST', 'PUT', 'TagResource']),
    }),
  ),
  {
    to: 'make a rule',
    on: `arn:aws:events:${REGIONAL}:rule/studio-dev-weekly`,
    actions: ['events:PutRule', 'events:PutTargets'],
  },
  {
    to: 'make a schedule',
    on: `arn:aws:scheduler:${REGIONAL}:schedule/default/studio-dev-weekly`,
    actions: ['scheduler:CreateSchedule'],
  },
  {
    to: 'make a queue',
    on: ARN.queue,
    actions: prefixed('sqs', ['CreateQueue', 'SetQueueAttributes', 'TagQueue']),
  },
  ...['studio-dev-flow', '/aws/lambda/studio-dev-echo-upload', 'aws-waf-logs-studio-dev-api'].map(
    (name): Need => ({
      to: 'make a log group',
      on: `arn:aws:logs:${REGIONAL}:log-group:${name}`,
      actions: prefixed('logs', ['CreateLogGroup', 'PutRetentionPolicy']),
    }),
  ),
  {
    to: 'have logs written',
    on: '*',
    actions: prefixed('logs', [
      'CreateLogDelivery',
      'ListLogDeliveries',
      'PutQueryDefinition',
      'PutResourcePolicy',
    ]),
  },
  {
    to: 'make an alarm',
    on: `arn:aws:cloudwatch:${REGIONAL}:alarm:studio-dev-cpu`,
    actions: ['cloudwatch:PutMetricAlarm'],
  },
  {
    to: 'have autoscaling make its alarms',
    on: `arn:aws:cloudwatch:${REGIONAL}:alarm:TargetTracking-service/studio-dev/studio-dev-everlink-blue-AlarmHigh-1`,
    actions: ['cloudwatch:DeleteAlarms', 'cloudwatch:PutMetricAlarm'],
  },
  {
    to: 'make the dashboard',
    on: `arn:aws:cloudwatch::${ACCOUNT}:dashboard/studio-dev`,
    actions: ['cloudwatch:PutDashboard'],
  },
  { to: 'group traces', on: `arn:aws:xray:${REGIONAL}:group/studio-dev/1`, actions: ['xray:CreateGroup'] },
  {
    to: 'sample traces',
    on: `arn:aws:xray:${REGIONAL}:sampling-rule/studio-dev`,
    actions: ['xray:CreateSamplingRule'],
  },
  {
    to: 'watch for threats',
    on: ARN.detector,
    actions: prefixed('guardduty', ['TagResource', 'UntagResource', 'UpdateDetector']),
  },
  // AWS names no resource for it.
  { to: 'begin to watch', on: '*', actions: ['guardduty:CreateDetector'] },
]
