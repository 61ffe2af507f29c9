import { requires } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const apiLimitsRequests: Rule = {
  id: 'api-limits-requests',
  title: 'APIs limit how much is asked of them',
  row: 'own',
  severity: 'medium',
  appliesTo: ['aws_apigatewayv2_stage'],
  fix: 'Set default_route_settings with throttling_rate_limit and throttling_burst_limit.',
  check: (stage) =>
    ['throttling_rate_limit', 'throttling_burst_limit'].flatMap((name) =>
      requires(stage, `default_route_settings.${name}`, {
        expected: 'more than 0',
        holds: (limit) => typeof limit === 'number' && limit > 0,
      }),
    ),
}
