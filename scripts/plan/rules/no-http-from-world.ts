import type { Inventory } from '../judge/inventory'
import { LISTENER_TYPES, redirectsToHttps } from '../judge/listeners'
import { admits, loadBalancersBehind, OPENING_TYPES, openingFaults } from '../judge/openings'
import type { Rule } from '../judge/rule'
import type { PlannedResource } from '../resources/resource'

export const noHttpFromWorld: Rule = {
  id: 'no-http-from-world',
  title: 'Nobody speaks plain HTTP from any address',
  row: 6,
  checkov: 'CKV_AWS_260',
  severity: 'medium',
  appliesTo: OPENING_TYPES,
  fix: 'Let the load balancer alone answer port 80, with a redirect to HTTPS.',
  exception:
    'The group of a load balancer whose port 80 only redirects to HTTPS: a browser that was given no scheme comes there first.',
  check: (resource, all) =>
    openingFaults(
      resource,
      'port 80 open to any address for a load balancer that redirects to HTTPS alone',
      (opening) =>
        opening.direction === 'in' &&
        opening.world === true &&
        admits(opening, 80) &&
        !redirects(resource, all),
    ),
}

function redirects(resource: PlannedResource, all: Inventory): boolean {
  const balancers = loadBalancersBehind(resource, all)
  const listeners = balancers.flatMap((balancer) =>
    LISTENER_TYPES.flatMap((type) => all.naming(balancer, type, 'load_balancer_arn')),
  )
  const plain = listeners.filter(({ values }) => values['port'] === 80)
  return plain.length > 0 && plain.every(redirectsToHttps)
}
