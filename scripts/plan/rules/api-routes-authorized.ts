import { requires, textOf } from '../judge/faults'
import type { Inventory } from '../judge/inventory'
import type { Rule } from '../judge/rule'
import type { PlannedResource } from '../resources/resource'

export const apiRoutesAuthorized: Rule = {
  id: 'api-routes-authorized',
  title: 'APIs ask who is there',
  row: 'own',
  checkov: 'CKV_AWS_309',
  trivy: 'AWS-0004',
  severity: 'high',
  appliesTo: ['aws_apigatewayv2_route'],
  fix: 'Set authorization_type and an authorizer, or waive it for a route that verifies its callers itself.',
  exception:
    'Routes of a WebSocket API other than $connect, which alone decides; OPTIONS, which carries no token.',
  check: (route, all) =>
    isOpenByNature(route, all)
      ? []
      : requires(route, 'authorization_type', {
          expected: 'JWT, CUSTOM or AWS_IAM',
          holds: (type) => type === 'JWT' || type === 'CUSTOM' || type === 'AWS_IAM',
        }),
}

function isOpenByNature(route: PlannedResource, all: Inventory): boolean {
  const key = textOf(route.values['route_key'])
  if (key.startsWith('OPTIONS ')) return true
  const api = all.named(route, 'api_id', 'aws_apigatewayv2_api')
  return api?.values['protocol_type'] === 'WEBSOCKET' && key !== '$connect'
}
