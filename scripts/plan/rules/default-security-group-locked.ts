import { mustStandBeside } from '../judge/beside'
import type { Fault, Rule } from '../judge/rule'
import { block } from '../resources/resource'

export const defaultSecurityGroupLocked: Rule = {
  id: 'default-security-group-locked',
  title: 'The default security group of a VPC lets nothing in or out',
  row: 2,
  checkov: 'CKV2_AWS_12',
  trivy: 'AWS-0173',
  severity: 'high',
  appliesTo: ['aws_vpc'],
  fix: 'Take it over with aws_default_security_group, without ingress and egress.',
  check: (vpc, all) =>
    mustStandBeside(vpc, all, {
      type: 'aws_default_security_group',
      by: 'vpc_id',
      expected: 'the default group, taken over and empty',
      check: ({ values }) =>
        ['ingress', 'egress'].flatMap((name) => block(values, name).flatMap(() => open(name))),
    }),
}

function open(name: string): readonly Fault[] {
  return [{ attribute: name, found: 'a rule', expected: 'none' }]
}
