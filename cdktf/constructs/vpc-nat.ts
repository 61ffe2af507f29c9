import { Eip } from '@cdktf/provider-aws/lib/eip'
import type { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway'
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway'
import { Route } from '@cdktf/provider-aws/lib/route'
import type { RouteTable } from '@cdktf/provider-aws/lib/route-table'
import type { Subnet } from '@cdktf/provider-aws/lib/subnet'
import { Construct } from 'constructs'

export interface NatGatewaysProps {
  readonly name: string
  readonly internetGateway: InternetGateway
  /** Public subnets that get a gateway, by the letter of their zone. May be empty. */
  readonly subnets: Readonly<Record<string, Subnet>>
}

/** Ways out over IPv4, each with an address of its own that others may put on their lists. */
export class NatGateways extends Construct {
  private readonly gateways: ReadonlyMap<string, NatGateway>

  constructor(scope: Construct, id: string, { name, internetGateway, subnets }: NatGatewaysProps) {
    super(scope, id)
    this.gateways = new Map(
      Object.entries(subnets).map(([zone, subnet]) => {
        const tags = { Name: `${name}-nat-${zone}` }
        const address = new Eip(this, `address-${zone}`, {
          domain: 'vpc',
          tags,
          dependsOn: [internetGateway],
        })
        const gateway = new NatGateway(this, `gateway-${zone}`, {
          allocationId: address.id,
          subnetId: subnet.id,
          tags,
          dependsOn: [internetGateway],
        })
        return [zone, gateway]
      }),
    )
  }

  /** Sends a private route table through the gateway of its own zone, or through the only one. */
  addRoute(zone: string, table: RouteTable): void {
    const gateway = this.gateways.get(zone) ?? [...this.gateways.values()][0]
    if (gateway === undefined) return
    new Route(this, `route-${zone}`, {
      routeTableId: table.id,
      destinationCidrBlock: '0.0.0.0/0',
      natGatewayId: gateway.id,
    })
  }
}
