import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group'
import { EgressOnlyInternetGateway } from '@cdktf/provider-aws/lib/egress-only-internet-gateway'
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway'
import { Route } from '@cdktf/provider-aws/lib/route'
import { RouteTable } from '@cdktf/provider-aws/lib/route-table'
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association'
import { Subnet } from '@cdktf/provider-aws/lib/subnet'
import { Vpc as AwsVpc } from '@cdktf/provider-aws/lib/vpc'
import { Fn } from 'cdktf'
import { Construct } from 'constructs'
import { NatGateways } from './vpc-nat'

export interface VpcProps {
  readonly name: string
  /** A /16. Public subnets are its third bytes from 1, private ones from 10. */
  readonly cidrBlock: string
  readonly region: string
  /** Letters of the availability zones, such as `a`. */
  readonly zones: readonly string[]
  /** Ways out over IPv4 for private subnets. */
  readonly natGateways: 'one' | 'per-zone' | 'none'
}

const PUBLIC_FROM = 1
const PRIVATE_FROM = 10
/** An Amazon-provided /56 holds 256 subnets of /64; a subnet's number is the third byte of its IPv4 addresses. */
const IPV6_SUBNET_BITS = 8

/**
 * A dual-stack network: public subnets for what is reached from outside, private ones for everything else. Nothing gets
 * a public IPv4 address by itself, and nothing outside can begin a connection into a private subnet. The network ACL is
 * the VPC's own: security groups, which know connections, are the one place that decides.
 */
export class Vpc extends Construct {
  readonly vpc: AwsVpc
  readonly publicSubnets: readonly Subnet[]
  readonly privateSubnets: readonly Subnet[]
  /** One for each zone, however many NAT gateways there are: going from one to several changes routes, nothing else. */
  readonly privateRouteTables: readonly RouteTable[]
  private readonly props: VpcProps

  constructor(scope: Construct, id: string, props: VpcProps) {
    super(scope, id)
    this.props = props
    this.vpc = new AwsVpc(this, 'vpc', {
      cidrBlock: props.cidrBlock,
      assignGeneratedIpv6CidrBlock: true,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: props.name },
    })
    // Whoever forgets to name a group gets this one: it allows nothing.
    new DefaultSecurityGroup(this, 'default-group', {
      vpcId: this.vpc.id,
      ingress: [],
      egress: [],
      tags: { Name: `${props.name}-default-shut` },
    })
    const internet = new InternetGateway(this, 'internet', {
      vpcId: this.vpc.id,
      tags: { Name: props.name },
    })
    this.publicSubnets = props.zones.map((zone, i) => this.addSubnet(`public-${zone}`, zone, PUBLIC_FROM + i))
    this.addPublicRoutes(internet)
    this.privateSubnets = props.zones.map((zone, i) =>
      this.addSubnet(`private-${zone}`, zone, PRIVATE_FROM + i),
    )
    this.privateRouteTables = this.addPrivateRoutes(internet)
  }

  private addSubnet(id: string, zone: string, number: number): Subnet {
    const [first, second] = this.props.cidrBlock.split('.')
    return new Subnet(this, id, {
      vpcId: this.vpc.id,
      availabilityZone: `${this.props.region}${zone}`,
      cidrBlock: `${first ?? ''}.${second ?? ''}.${number}.0/24`,
      ipv6CidrBlock: Fn.cidrsubnet(this.vpc.ipv6CidrBlock, IPV6_SUBNET_BITS, number),
      mapPublicIpOnLaunch: false,
      // An IPv6 address in a private subnet leads out only: its route is the egress-only gateway.
      assignIpv6AddressOnCreation: id.startsWith('private-'),
      tags: { Name: `${this.props.name}-${id}` },
    })
  }

  private addPublicRoutes(internet: InternetGateway): void {
    const table = this.addRouteTable('public')
    const routeTableId = table.id
    new Route(this, 'public-ipv4', {
      routeTableId,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: internet.id,
    })
    new Route(this, 'public-ipv6', {
      routeTableId,
      destinationIpv6CidrBlock: '::/0',
      gatewayId: internet.id,
    })
    for (const [i, subnet] of this.publicSubnets.entries())
      this.associate(`public-${this.zone(i)}`, subnet, table)
  }

  private addPrivateRoutes(internet: InternetGateway): RouteTable[] {
    const { name, zones, natGateways } = this.props
    const out = new EgressOnlyInternetGateway(this, 'egress-only', {
      vpcId: this.vpc.id,
      tags: { Name: name },
    })
    const count = { one: 1, 'per-zone': zones.length, none: 0 }[natGateways]
    const nat = new NatGateways(this, 'nat', {
      name,
      internetGateway: internet,
      subnets: Object.fromEntries(zones.slice(0, count).map((zone, i) => [zone, this.publicSubnet(i)])),
    })
    return this.privateSubnets.map((subnet, i) => {
      const zone = this.zone(i)
      const table = this.addRouteTable(`private-${zone}`)
      this.associate(`private-${zone}`, subnet, table)
      new Route(this, `private-${zone}-ipv6`, {
        routeTableId: table.id,
        destinationIpv6CidrBlock: '::/0',
        egressOnlyGatewayId: out.id,
      })
      nat.addRoute(zone, table)
      return table
    })
  }

  private addRouteTable(id: string): RouteTable {
    return new RouteTable(this, `${id}-routes`, {
      vpcId: this.vpc.id,
      tags: { Name: `${this.props.name}-${id}` },
    })
  }

  private associate(id: string, subnet: Subnet, table: RouteTable): void {
    new RouteTableAssociation(this, `${id}-association`, { subnetId: subnet.id, routeTableId: table.id })
  }

  private zone(i: number): string {
    const zone = this.props.zones[i]
    if (zone === undefined) throw new RangeError(`${this.props.name} has no zone number ${i}`)
    return zone
  }

  private publicSubnet(i: number): Subnet {
    const subnet = this.publicSubnets[i]
    if (subnet === undefined) throw new RangeError(`${this.props.name} has no public subnet number ${i}`)
    return subnet
  }
}
