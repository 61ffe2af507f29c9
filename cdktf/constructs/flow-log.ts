import { FlowLog as AwsFlowLog } from '@cdktf/provider-aws/lib/flow-log'
import { Construct } from 'constructs'
import { LogGroup } from './log-group'
import { ServiceRole } from './service-role'

export interface FlowLogProps {
  readonly name: string
  readonly vpcId: string
  readonly region: string
  readonly accountId: string
  readonly kmsKeyArn: string
  readonly permissionsBoundary: string
}

/** Ten minutes: a minute's windows cost several times as much to store and answer the same question. */
const AGGREGATION_SECONDS = 600

/** Who spoke with whom in the VPC, accepted or refused. */
export class FlowLog extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogProps) {
    super(scope, id)
    const { name, region, accountId } = props
    const logs = new LogGroup(this, 'logs', { name: `/vpc/${name}`, kmsKeyArn: props.kmsKeyArn })
    const role = new ServiceRole(this, 'role', {
      name: `${name}-flow-log`,
      description: 'Writes the flow log of the VPC',
      service: 'vpc-flow-logs.amazonaws.com',
      accountId,
      permissionsBoundary: props.permissionsBoundary,
      statements: [
        {
          sid: 'Write',
          actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          resources: [`${logs.group.arn}:*`],
        },
        {
          // It looks for its group in the list of all.
          sid: 'Find',
          actions: ['logs:DescribeLogGroups'],
          resources: [`arn:aws:logs:${region}:${accountId}:log-group:*`],
        },
      ],
    })
    new AwsFlowLog(this, 'flow-log', {
      vpcId: props.vpcId,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: logs.group.arn,
      iamRoleArn: role.role.arn,
      maxAggregationInterval: AGGREGATION_SECONDS,
      tags: { Name: name },
    })
  }
}
