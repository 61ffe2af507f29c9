import { clusterName, prefix } from '../names'
import type { PolicyStatement } from '../policy-document'
import type { Target } from '../target'
import { arnOf } from './scope'

/** Logs, alarms, dashboards, traces and GuardDuty. */
export function observationStatements(t: Target): PolicyStatement[] {
  return [
    {
      Sid: 'Logs',
      Effect: 'Allow',
      Action: 'logs:*',
      Resource: [
        arnOf(t, 'logs', 'log-group:{prefix}*'),
        arnOf(t, 'logs', 'log-group:/*/{prefix}*'),
        // In any region: CloudFront's web ACL logs in us-east-1.
        `arn:aws:logs:*:${t.environment.accountId}:log-group:aws-waf-logs-${prefix(t)}*`,
      ],
    },
    {
      // API Gateway and WAF have the logs service write their logs in the name of who makes them.
      Sid: 'LogSettings',
      Effect: 'Allow',
      Action: [
        'logs:*LogDelivery',
        'logs:*QueryDefinition',
        'logs:*ResourcePolicy',
        'logs:ListLogDeliveries',
      ],
      Resource: '*',
    },
    {
      Sid: 'Alarms',
      Effect: 'Allow',
      Action: 'cloudwatch:*',
      Resource: [
        arnOf(t, 'cloudwatch', 'alarm:{prefix}-*'),
        // Autoscaling makes two for each policy, in the name of who makes the policy.
        arnOf(t, 'cloudwatch', `alarm:TargetTracking-service/${clusterName(t)}/*`),
        `arn:aws:cloudwatch::${t.environment.accountId}:dashboard/${t.system.name}-${t.environmentName}*`,
      ],
    },
    {
      Sid: 'Traces',
      Effect: 'Allow',
      Action: 'xray:*',
      Resource: [arnOf(t, 'xray', 'group/{prefix}*'), arnOf(t, 'xray', 'sampling-rule/{prefix}*')],
    },
    ...(t.environment.guardDuty ? threats(t) : []),
  ]
}

function threats(t: Target): PolicyStatement[] {
  return [
    { Sid: 'MakeDetector', Effect: 'Allow', Action: 'guardduty:CreateDetector', Resource: '*' },
    {
      Sid: 'Threats',
      Effect: 'Allow',
      Action: ['guardduty:TagResource', 'guardduty:UntagResource', 'guardduty:UpdateDetector'],
      Resource: arnOf(t, 'guardduty', 'detector/*'),
    },
  ]
}
