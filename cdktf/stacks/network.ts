import type { Construct } from 'constructs'
import { boundaryArn, prefix } from '../config/names'
import { FOUNDATION_OUTPUTS, NETWORK_OUTPUTS } from '../config/outputs'
import { HTTPS_PORT, REDIS_PORT, SUPABASE_POSTGRES_PORTS } from '../config/ports'
import type { Target } from '../config/target'
import { zoneLetters } from '../config/zones'
import { FlowLog } from '../constructs/flow-log'
import { SecurityGroup, type Peer } from '../constructs/security-group'
import { Vpc } from '../constructs/vpc'
import { VpcGatewayEndpoints } from '../constructs/vpc-gateway-endpoints'
import { VpcInterfaceEndpoints } from '../constructs/vpc-interface-endpoints'
import { TargetStack } from './target-stack'

/** What a task needs to start, log, decrypt and be looked into: ssmmessages carries `aws ecs execute-command`. */
const INTERFACE_ENDPOINTS = [
  'ecr.api',
  'ecr.dkr',
  'kms',
  'logs',
  'secretsmanager',
  'ssm',
  'ssmmessages',
  'sts',
] as const

/** Phase 0: the network in which everything else stands. Nothing in it is open to the world. */
export class NetworkStack extends TargetStack {
  private readonly vpc: Vpc

  constructor(scope: Construct, target: Target) {
    super(scope, target, 'network')
    const { region, accountId, network } = target.environment
    const name = prefix(target)
    this.vpc = new Vpc(this, 'vpc', {
      name,
      cidrBlock: network.cidr,
      region,
      zones: zoneLetters(target),
      natGateways: network.nat,
    })
    new FlowLog(this, 'flow-log', {
      name,
      vpcId: this.vpc.vpc.id,
      region,
      accountId,
      kmsKeyArn: this.read('foundation', FOUNDATION_OUTPUTS.dataKeyArn),
      permissionsBoundary: boundaryArn(target),
    })
    const task = this.addGroup('task', 'ECS tasks: out to AWS and to the data stores of the VPC')
    const functions = this.addGroup('function', 'Lambda functions in the VPC: the same ways out, no way in')
    this.addEndpoints({ tasks: task, functions })
    this.writeOutputs(task, functions)
  }

  /** DNS needs no rule: security groups do not judge the VPC's own resolver. */
  private addGroup(id: 'task' | 'function', description: string): SecurityGroup {
    const { system, environment } = this.target
    const group = new SecurityGroup(this, id, {
      name: `${prefix(this.target)}-${id}`,
      description,
      vpcId: this.vpc.vpc.id,
    })
    group.allowOutAnywhere('https', { description: 'HTTPS to AWS and to APIs of others', port: HTTPS_PORT })
    // Asked of the system, not of the stacks it has today: a phase that is kept now must find its way open when it moves.
    if (system.databaseServer !== undefined) {
      for (const [family, peer] of this.insideVpc()) {
        const description = 'PostgreSQL in the VPC'
        group.allowOut(`postgres-${family}`, { description, port: system.databaseServer.port, peer })
      }
    }
    if (system.realtime !== undefined) {
      const peer = { cidrIpv4: environment.network.cidr }
      group.allowOut('redis-ipv4', { description: 'Redis in the VPC', port: REDIS_PORT, peer })
    }
    if (Object.keys(environment.source).length > 0) {
      for (const [kind, port] of Object.entries(SUPABASE_POSTGRES_PORTS)) {
        const description = `PostgreSQL of Supabase (${kind}), while there is a source`
        group.allowOutAnywhere(`supabase-${kind}`, { description, port })
      }
    }
    return group
  }

  private insideVpc(): [string, Peer][] {
    return [
      ['ipv4', { cidrIpv4: this.target.environment.network.cidr }],
      // RDS is dual-stack too, and clients try IPv6 first.
      ['ipv6', { cidrIpv6: this.vpc.vpc.ipv6CidrBlock }],
    ]
  }

  private addEndpoints(users: Readonly<Record<string, SecurityGroup>>): void {
    const { region, accountId, network } = this.target.environment
    const name = prefix(this.target)
    const shared = { name, vpcId: this.vpc.vpc.id, region, accountId }
    new VpcGatewayEndpoints(this, 'gateway-endpoints', {
      ...shared,
      routeTableIds: this.vpc.privateRouteTables.map(({ id }) => id),
      bucketNames: `${name}-*`,
      tableNames: `${name}-*`,
    })
    if (!network.interfaceEndpoints) return
    new VpcInterfaceEndpoints(this, 'interface-endpoints', {
      ...shared,
      subnetIds: this.vpc.privateSubnets.map(({ id }) => id),
      services: INTERFACE_ENDPOINTS,
      users,
    })
  }

  private writeOutputs(task: SecurityGroup, functions: SecurityGroup): void {
    const { vpc, publicSubnets, privateSubnets } = this.vpc
    this.write(NETWORK_OUTPUTS.vpcId, vpc.id)
    this.write(
      NETWORK_OUTPUTS.publicSubnetIds,
      publicSubnets.map(({ id }) => id),
    )
    this.write(
      NETWORK_OUTPUTS.privateSubnetIds,
      privateSubnets.map(({ id }) => id),
    )
    this.write(NETWORK_OUTPUTS.taskSecurityGroupId, task.groupId)
    this.write(NETWORK_OUTPUTS.functionSecurityGroupId, functions.groupId)
  }
}
