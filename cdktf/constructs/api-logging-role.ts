import { ApiGatewayAccount } from '@cdktf/provider-aws/lib/api-gateway-account'
import { Construct } from 'constructs'
import { ServiceRole } from './service-role'

export interface ApiLoggingRoleProps {
  readonly name: string
  readonly accountId: string
  readonly region: string
  readonly permissionsBoundary: string
}

/**
 * The role with which API Gateway writes logs of WebSocket stages (HTTP APIs need none). It is a setting of the whole
 * account and region, so only one environment in it may have this construct.
 */
export class ApiLoggingRole extends Construct {
  readonly account: ApiGatewayAccount

  constructor(scope: Construct, id: string, props: ApiLoggingRoleProps) {
    super(scope, id)
    const groups = `arn:aws:logs:${props.region}:${props.accountId}:log-group:*`
    const role = new ServiceRole(this, 'role', {
      name: props.name,
      description: 'API Gateway writes its access logs',
      service: 'apigateway.amazonaws.com',
      accountId: props.accountId,
      // API Gateway does not: with the condition it could not assume the role, and would refuse it as one without trust
      // (seen for its other roles: github.com/aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws/pull/479).
      namesAccount: false,
      permissionsBoundary: props.permissionsBoundary,
      statements: [
        {
          sid: 'Write',
          actions: [
            'logs:CreateLogGroup',
            'logs:CreateLogStream',
            'logs:DescribeLogGroups',
            'logs:DescribeLogStreams',
            'logs:PutLogEvents',
          ],
          // Every group: with this role API Gateway writes the logs of all APIs of the account, not only of ours. It tries
          // the role by writing to a group of its own, /aws/apigateway/welcome.
          resources: [groups],
        },
      ],
    })
    this.account = new ApiGatewayAccount(this, 'account', {
      cloudwatchRoleArn: role.role.arn,
      // Refused as long as the role may not write.
      dependsOn: role.policy === undefined ? [] : [role.policy],
    })
  }
}
