import { shown } from '../judge/faults'
import type { Rule } from '../judge/rule'
import { block, type Values } from '../resources/resource'

const MACHINES = ['instance_id', 'network_interface_id'] as const

export const defaultRouteByGateway: Rule = {
  id: 'default-route-by-gateway',
  title: 'The way out is a gateway, not a machine of our own',
  row: 12,
  checkov: 'CKV2_AWS_35',
  severity: 'medium',
  appliesTo: ['aws_route', 'aws_route_table'],
  fix: 'Use a NAT, internet or egress-only gateway.',
  check: ({ type, values }) =>
    (type === 'aws_route' ? [values] : block(values, 'route')).filter(isDefault).flatMap((route) =>
      MACHINES.filter((name) => route[name] !== undefined && route[name] !== '').map((name) => ({
        attribute: name,
        found: shown(route[name]),
        expected: 'a NAT, internet or egress-only gateway',
      })),
    ),
}

function isDefault(route: Values): boolean {
  const to = [
    route['destination_cidr_block'],
    route['destination_ipv6_cidr_block'],
    route['cidr_block'],
    route['ipv6_cidr_block'],
  ]
  return to.includes('0.0.0.0/0') || to.includes('::/0')
}
