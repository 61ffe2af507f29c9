import { absent, texts } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const networkAclAttached: Rule = {
  id: 'network-acl-attached',
  title: 'Every network ACL stands before a subnet',
  row: 12,
  checkov: 'CKV2_AWS_1',
  severity: 'low',
  appliesTo: ['aws_network_acl'],
  fix: 'Give it subnet_ids, or remove it.',
  check: (acl, all) =>
    texts(acl.values['subnet_ids']).length > 0 ||
    acl.referencesOf['subnet_ids'] !== undefined ||
    all.naming(acl, 'aws_network_acl_association', 'network_acl_id').length > 0
      ? []
      : absent('subnet_ids', 'a subnet'),
}
