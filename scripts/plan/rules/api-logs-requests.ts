import { mustBeSet } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const apiLogsRequests: Rule = {
  id: 'api-logs-requests',
  title: 'APIs log every request',
  row: 'own',
  checkov: 'CKV_AWS_76, CKV2_AWS_51',
  trivy: 'AWS-0001',
  severity: 'medium',
  appliesTo: ['aws_apigatewayv2_stage'],
  fix: 'Set access_log_settings.',
  check: (stage) => mustBeSet(stage, 'access_log_settings.destination_arn', 'a log group'),
}
