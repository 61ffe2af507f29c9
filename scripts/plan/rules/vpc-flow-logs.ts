import { mustStandBeside } from '../judge/beside'
import { mustNotBe } from '../judge/faults'
import type { Rule } from '../judge/rule'

export const vpcFlowLogs: Rule = {
  id: 'vpc-flow-logs',
  title: 'Every VPC logs its flows',
  row: 1,
  checkov: 'CKV2_AWS_11',
  trivy: 'AWS-0178',
  severity: 'medium',
  appliesTo: ['aws_vpc'],
  fix: 'Add an aws_flow_log for the VPC.',
  check: (vpc, all) =>
    mustStandBeside(vpc, all, {
      type: 'aws_flow_log',
      by: 'vpc_id',
      expected: 'a flow log of the VPC',
      check: (log) => mustNotBe(log, 'traffic_type', 'ACCEPT'),
    }),
}
