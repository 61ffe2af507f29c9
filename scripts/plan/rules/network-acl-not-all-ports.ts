import { shown, textOf } from '../judge/faults'
import type { Fault, Rule } from '../judge/rule'
import { block, type Values } from '../resources/resource'

export const networkAclNotAllPorts: Rule = {
  id: 'network-acl-not-all-ports',
  title: 'No network ACL lets in every port from any address',
  row: 11,
  checkov: 'CKV_AWS_352',
  trivy: 'AWS-0102',
  severity: 'medium',
  appliesTo: ['aws_network_acl', 'aws_network_acl_rule', 'aws_default_network_acl'],
  fix: 'Name the ports.',
  check: ({ type, values }) =>
    type === 'aws_network_acl_rule'
      ? values['egress'] === true
        ? []
        : faults(values, '')
      : block(values, 'ingress').flatMap((rule) => faults(rule, 'ingress.')),
}

function faults(rule: Values, at: string): readonly Fault[] {
  const action = rule['action'] ?? rule['rule_action']
  const isWorld = [rule['cidr_block'], rule['ipv6_cidr_block']].some(
    (address) => address === '0.0.0.0/0' || address === '::/0',
  )
  const protocol = textOf(rule['protocol'] ?? '-1')
  const isAll = protocol === '-1' || protocol === 'all'
  if (action !== 'allow' || !isWorld || !isAll) return []
  return [{ attribute: `${at}protocol`, found: shown(protocol), expected: 'one protocol with its ports' }]
}
