import { absent } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const addressAttached: Rule = {
  id: 'address-attached',
  title: 'Every Elastic IP address is in use',
  row: 13,
  checkov: 'CKV2_AWS_19',
  severity: 'low',
  appliesTo: ['aws_eip'],
  fix: 'Attach it to a NAT gateway, or release it: an idle one costs.',
  check: (address, all) =>
    [['aws_nat_gateway', 'allocation_id'] as const, ['aws_eip_association', 'allocation_id'] as const].some(
      ([type, argument]) => all.naming(address, type, argument).length > 0,
    ) ||
    address.values['instance'] !== undefined ||
    address.values['network_interface'] !== undefined
      ? []
      : absent('association', 'a NAT gateway that uses it'),
}
