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
        arnOf(t, 'logs', 'log-group:aws-waf-logs-{prefix}*'),
      ],
    },
    {
      // API Gateway and WAF have the logs service write their logs in the name of who makes them.
      Sid: 'LogSettings',
      Effect: 'Allow',
      Action: ['logs:*LogDelivery', 'logs:*QueryDefinition', 'logs:*ResourcePolicy'],
      Resource: '*',
    },
    {
      Sid: 'Alarms',
      Effect: 'Allow',
      Action: 'cloudwatch:*',
      Resource: [
        arnOf(t, 'cloudwatch', 'alarm:{prefix}-*'),
        `arn:aws:cloudwatch::${t.environment.accountId}:dashboard/${t.system.name}-${t.environmentName}*`,
      ],
    },
    {
      Sid: 'Traces',
      Effect: 'Allow',
      Action: 'xray:*',
      Resource: [arnOf(t, 'xray', 'group/{prefix}*'), arnOf(t, 'xray', 'sampling-rule/{prefix}*')],
    },
    ...(t.environment.guardDuty ? [threats(t)] : []),
  ]
}

function threats(t: Target): PolicyStatement {
  return {
    Sid: 'Threats',
    Effect: 'Allow',
    Action: [
      'guardduty:CreateDetector',
      'guardduty:TagResource',
      'guardduty:UntagResource',
      'guardduty:UpdateDetector',
    ],
    Resource: arnOf(t, 'guardduty', 'detector*'),
  }
}
