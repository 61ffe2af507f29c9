import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint'
import { Construct } from 'constructs'
import { SecurityGroup } from './security-group'

export interface VpcInterfaceEndpointsProps {
  readonly name: string
  readonly vpcId: string
  readonly region: string
  readonly accountId: string
  /** One for each zone. */
  readonly subnetIds: string[]
  /** Services as AWS names their endpoints, such as `ecr.api`. */
  readonly services: readonly string[]
  /** Groups whose members may use the endpoints, by what they are. */
  readonly users: Readonly<Record<string, SecurityGroup>>
}

const HTTPS = 443

/** Private ways to services of AWS, for principals of this account only. Each is paid for by the hour and zone. */
export class VpcInterfaceEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: VpcInterfaceEndpointsProps) {
    super(scope, id)
    const { name, vpcId, region, accountId, subnetIds, services, users } = props
    const group = new SecurityGroup(this, 'group', {
      name: `${name}-endpoints`,
      description: 'Interface endpoints of AWS services',
      vpcId,
    })
    for (const [user, { groupId }] of Object.entries(users)) {
      group.allowIn(user, {
        description: `HTTPS from ${user}`,
        port: HTTPS,
        peer: { referencedSecurityGroupId: groupId },
      })
    }
    for (const service of services) {
      new VpcEndpoint(this, service.replaceAll('.', '-'), {
        vpcId,
        vpcEndpointType: 'Interface',
        serviceName: `com.amazonaws.${region}.${service}`,
        privateDnsEnabled: true,
        subnetIds,
        securityGroupIds: [group.groupId],
        policy: endpointPolicy(service, accountId),
        tags: { Name: `${name}-${service}` },
      })
    }
  }
}

function endpointPolicy(service: string, accountId: string): string {
  // `ecr.api` and `ecr.dkr` are two doors of one service.
  const namespace = service.split('.')[0] ?? service
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ThisAccount',
        Effect: 'Allow',
        Principal: '*',
        Action: `${namespace}:*`,
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalAccount': accountId } },
      },
    ],
  })
}
