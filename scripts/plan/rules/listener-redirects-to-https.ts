import { mustBe } from '../judge/faults'
import type { Inventory } from '../judge/inventory'
import { actionsOf, LISTENER_TYPES, redirectsToHttps } from '../judge/listeners'
import type { Fault, Rule } from '../judge/rule'
import type { PlannedResource } from '../resources/resource'

export const listenerRedirectsToHttps: Rule = {
  id: 'listener-redirects-to-https',
  title: 'Plain HTTP is answered with a permanent redirect to HTTPS alone',
  row: 47,
  checkov: 'CKV2_AWS_20',
  severity: 'high',
  appliesTo: [...LISTENER_TYPES, 'aws_lb_listener_rule'],
  fix: 'Make the default action of the HTTP listener a redirect (HTTP_301) to HTTPS, and give it no rules.',
  check: (resource, all) => {
    if (resource.type === 'aws_lb_listener_rule') return ruleOfPlainListener(resource, all)
    if (resource.values['protocol'] !== 'HTTP') return []
    return actionsOf(resource).flatMap((action) => [
      ...mustBe(action, 'type', 'redirect'),
      ...mustBe(action, 'redirect.protocol', 'HTTPS'),
      ...mustBe(action, 'redirect.status_code', 'HTTP_301'),
    ])
  },
}

function ruleOfPlainListener(rule: PlannedResource, all: Inventory): readonly Fault[] {
  const listener = LISTENER_TYPES.map((type) => all.named(rule, 'listener_arn', type)).find(
    (found) => found !== undefined,
  )
  if (listener?.values['protocol'] !== 'HTTP' || redirectsToHttps(rule)) return []
  return [
    {
      attribute: 'listener_arn',
      found: 'a rule of the HTTP listener',
      expected: 'rules at the HTTPS listener alone',
    },
  ]
}
