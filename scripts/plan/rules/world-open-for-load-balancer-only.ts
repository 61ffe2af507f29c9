import { loadBalancersBehind, OPENING_TYPES, openingFaults, type Opening } from '../judge/openings'
import type { Rule } from '../judge/rule'

export const worldOpenForLoadBalancerOnly: Rule = {
  id: 'world-open-for-load-balancer-only',
  title: 'Nothing but a load balancer is open to any address',
  row: 'own',
  severity: 'critical',
  appliesTo: OPENING_TYPES,
  fix: 'Open ports to security groups; 80 and 443 to any address for a load balancer.',
  check: (resource, all) =>
    openingFaults(
      resource,
      'ports 80 and 443 of a load balancer at most',
      (opening) =>
        opening.direction === 'in' &&
        opening.world === true &&
        !(isWeb(opening) && loadBalancersBehind(resource, all).length > 0),
    ),
}

function isWeb({ from, to, protocol }: Opening): boolean {
  return protocol === 'tcp' && from === to && (from === 80 || from === 443)
}
