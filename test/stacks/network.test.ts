import type { SystemInput } from '../../cdktf/config/schema'
import { NetworkStack } from '../../cdktf/stacks/network'
import { aiuteur } from '../../cdktf/systems/aiuteur'
import { community } from '../../cdktf/systems/community'
import { at } from '../unit/config/faulty'
import { inside, type Config, type Synthesized } from './synthesized'
import { synthesizedStack, type Change } from './synthesized-stack'

/** The network of dev, of a system of which that environment is changed. */
function networkOf(system: SystemInput, change?: Change): Synthesized {
  return synthesizedStack(NetworkStack, { system, environment: 'dev', change })
}

/** A system that begins on AWS. */
function born(system: SystemInput): SystemInput {
  const phases = {
    ...system.phases,
    storage: 'new',
    database: 'new',
    auth: 'new',
    decommission: 'keep',
  } as const
  return { ...system, phases }
}

function network(dev: Record<string, unknown>): Record<string, unknown> {
  return at(dev, 'network')
}

function pathsOf(stack: Synthesized, type: string): string[] {
  return stack.ofType(type).map(({ path }) => path)
}

function configsOf(stack: Synthesized, type: string): Config[] {
  return stack.ofType(type).map(({ config }) => config)
}

const plain = networkOf(aiuteur)

describe('the VPC', () => {
  it('is dual-stack, with the addresses of the environment', () => {
    expect(configsOf(plain, 'aws_vpc')).toEqual([
      expect.objectContaining({
        cidr_block: '10.20.0.0/16',
        assign_generated_ipv6_cidr_block: true,
        enable_dns_support: true,
        enable_dns_hostnames: true,
      }),
    ])
  })

  it('has the subnets of the seed in two zones, and none gives a public address', () => {
    const subnets = plain
      .ofType('aws_subnet')
      .map(({ path, config }) => [
        path,
        config['availability_zone'],
        config['cidr_block'],
        config['map_public_ip_on_launch'],
        config['assign_ipv6_address_on_creation'],
      ])
    expect(subnets).toEqual([
      ['vpc/private-a', 'us-east-1a', '10.20.10.0/24', false, true],
      ['vpc/private-b', 'us-east-1b', '10.20.11.0/24', false, true],
      ['vpc/public-a', 'us-east-1a', '10.20.1.0/24', false, false],
      ['vpc/public-b', 'us-east-1b', '10.20.2.0/24', false, false],
    ])
  })

  it('takes the zones that a region has', () => {
    const tokyo = networkOf(aiuteur, (dev) => {
      dev['region'] = 'ap-northeast-1'
      network(dev)['zones'] = 3
    })
    const zones = configsOf(tokyo, 'aws_subnet').map((config) => config['availability_zone'])
    expect([...new Set(zones)]).toEqual(['ap-northeast-1a', 'ap-northeast-1c', 'ap-northeast-1d'])
  })

  it('shuts its default security group', () => {
    const [group] = configsOf(plain, 'aws_default_security_group')
    expect(group).toMatchObject({ ingress: [], egress: [] })
  })

  it('logs all traffic, under the data key, by a role that writes there alone', () => {
    expect(configsOf(plain, 'aws_flow_log')).toEqual([
      expect.objectContaining({ traffic_type: 'ALL', log_destination_type: 'cloud-watch-logs' }),
    ])
    const [logs] = plain.ofType('aws_cloudwatch_log_group')
    expect(logs?.config).toMatchObject({
      retention_in_days: 365,
      kms_key_id: '${data.terraform_remote_state.foundation-state.outputs.data_key_arn}',
    })
    const [role] = configsOf(plain, 'aws_iam_role')
    expect(role?.['permissions_boundary']).toBe('arn:aws:iam::123456789012:policy/aiuteur-dev-boundary')
    const [policy] = configsOf(plain, 'aws_iam_role_policy')
    const [write, find] = inside(JSON.parse(String(policy?.['policy'])), 'Statement') as Config[]
    expect(write?.['Resource']).toEqual([`\${${logs?.address ?? ''}.arn}:*`])
    expect(find).toMatchObject({ Action: ['logs:DescribeLogGroups'] })
  })
})

/** Where a route table sends what is not local. */
function routesOf(stack: Synthesized): Record<string, string> {
  return Object.fromEntries(
    stack.ofType('aws_route').map(({ path, config }) => {
      const target =
        ['gateway_id', 'nat_gateway_id', 'egress_only_gateway_id'].find((key) => key in config) ?? ''
      return [path, `${target} ${String(config[target]).replace(/^\$\{(.*)_[0-9A-F]{8}\.id\}$/, '$1')}`]
    }),
  )
}

describe('the ways out', () => {
  it('are one NAT gateway and an egress-only gateway for private subnets', () => {
    expect(routesOf(plain)).toEqual({
      'vpc/public-ipv4': 'gateway_id aws_internet_gateway.vpc_internet',
      'vpc/public-ipv6': 'gateway_id aws_internet_gateway.vpc_internet',
      'vpc/private-a-ipv6': 'egress_only_gateway_id aws_egress_only_internet_gateway.vpc_egress-only',
      'vpc/private-b-ipv6': 'egress_only_gateway_id aws_egress_only_internet_gateway.vpc_egress-only',
      'vpc/nat/route-a': 'nat_gateway_id aws_nat_gateway.vpc_nat_gateway-a',
      'vpc/nat/route-b': 'nat_gateway_id aws_nat_gateway.vpc_nat_gateway-a',
    })
    expect(pathsOf(plain, 'aws_eip')).toEqual(['vpc/nat/address-a'])
  })

  it('are a gateway of its own for each zone where asked: nothing but gateways and routes changes', () => {
    const each = networkOf(aiuteur, (dev) => (network(dev)['nat'] = 'per-zone'))
    expect(routesOf(each)).toMatchObject({
      'vpc/nat/route-a': 'nat_gateway_id aws_nat_gateway.vpc_nat_gateway-a',
      'vpc/nat/route-b': 'nat_gateway_id aws_nat_gateway.vpc_nat_gateway-b',
    })
    const added = each.resources
      .map(({ address }) => address)
      .filter((address) => !plain.resources.some((other) => other.address === address))
    expect(added.map((address) => address.replace(/_[0-9A-F]{8}$/, ''))).toEqual([
      'aws_eip.vpc_nat_address-b',
      'aws_nat_gateway.vpc_nat_gateway-b',
    ])
  })

  it('are IPv6 and endpoints alone without a NAT gateway', () => {
    const none = networkOf(born(aiuteur), (dev) => {
      dev['source'] = {}
      network(dev)['nat'] = 'none'
      network(dev)['interfaceEndpoints'] = true
    })
    expect(none.ofType('aws_nat_gateway')).toEqual([])
    expect(Object.keys(routesOf(none)).filter((path) => path.includes('nat'))).toEqual([])
  })

  it('lead to S3 and DynamoDB for nothing, as far as it is ours', () => {
    const endpoints = plain.ofType('aws_vpc_endpoint')
    expect(endpoints.map(({ config }) => [config['service_name'], config['vpc_endpoint_type']])).toEqual([
      ['com.amazonaws.us-east-1.dynamodb', 'Gateway'],
      ['com.amazonaws.us-east-1.s3', 'Gateway'],
    ])
    for (const { config } of endpoints) expect(config['route_table_ids']).toHaveLength(2)
    const policy = String(endpoints[1]?.config['policy'])
    expect(inside(JSON.parse(policy), 'Statement', 0)).toMatchObject({
      Resource: ['arn:aws:s3:::aiuteur-dev-*', 'arn:aws:s3:::aiuteur-dev-*/*'],
      Condition: { StringEquals: { 's3:ResourceAccount': '123456789012' } },
    })
    expect(policy).toContain('arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*')
    for (const { config } of endpoints)
      expect(String(config['policy'])).not.toMatch(/"(Action|Resource)":"\*"/)
  })

  it('have private endpoints where they are paid for, open to tasks and functions alone', () => {
    const paid = networkOf(aiuteur, (dev) => (network(dev)['interfaceEndpoints'] = true))
    const endpoints = paid.ofType('aws_vpc_endpoint').filter(({ path }) => path.startsWith('interface-'))
    expect(endpoints.map(({ path }) => path.replace('interface-endpoints/', '')).sort()).toEqual([
      'ecr-api',
      'ecr-dkr',
      'kms',
      'logs',
      'secretsmanager',
      'ssm',
      'ssmmessages',
      'sts',
    ])
    for (const { config } of endpoints) {
      expect(config).toMatchObject({ private_dns_enabled: true })
      expect(inside(JSON.parse(String(config['policy'])), 'Statement', 0, 'Condition')).toEqual({
        StringEquals: { 'aws:PrincipalAccount': '123456789012' },
      })
    }
    const rules = paid.ofType('aws_vpc_security_group_ingress_rule')
    expect(rules.map(({ path }) => path)).toEqual([
      'interface-endpoints/group/functions',
      'interface-endpoints/group/tasks',
    ])
    for (const { config } of rules) {
      expect(config).toMatchObject({ from_port: 443, to_port: 443, ip_protocol: 'tcp' })
      expect(config['referenced_security_group_id']).toMatch(/^\$\{aws_security_group\./)
    }
  })
})

/** `443 0.0.0.0/0`: every way out of a group, by the name of its rule. */
function waysOut(stack: Synthesized, group: string): string[] {
  return stack
    .ofType('aws_vpc_security_group_egress_rule')
    .filter(({ path }) => path.startsWith(`${group}/`))
    .map(({ config }) => {
      const { cidr_ipv4: ipv4 = '', cidr_ipv6: ipv6 = '' } = config as Record<string, string>
      return `${String(config['from_port'])} ${ipv4}${ipv6.replace(/^\$\{aws_vpc\..*/, 'own IPv6')}`
    })
    .sort()
}

const SUPABASE = ['5432 0.0.0.0/0', '5432 ::/0', '6543 0.0.0.0/0', '6543 ::/0']

describe.each(['task', 'function'])('the %s group', (group) => {
  it('leads out by HTTPS, to PostgreSQL in the VPC, and to that of Supabase while there is a source', () => {
    const own = ['443 0.0.0.0/0', '443 ::/0', '5432 10.20.0.0/16', '5432 own IPv6']
    expect(waysOut(plain, group)).toEqual([...own, ...SUPABASE].sort())
    const without = networkOf(born(aiuteur), (dev) => (dev['source'] = {}))
    expect(waysOut(without, group)).toEqual(own)
  })

  it('leads to Redis where the system has it', () => {
    const redis = '6379 10.0.0.0/16'
    expect(waysOut(networkOf(community), group)).toContain(redis)
    expect(waysOut(plain, group).filter((way) => way.startsWith('6379'))).toEqual([])
  })
})

describe('no rule', () => {
  const rules = [
    ...plain.ofType('aws_vpc_security_group_ingress_rule'),
    ...plain.ofType('aws_vpc_security_group_egress_rule'),
  ]

  it('lets anybody in, or opens more than one TCP port', () => {
    expect(plain.ofType('aws_vpc_security_group_ingress_rule')).toEqual([])
    for (const { config } of rules) {
      expect(config['ip_protocol']).toBe('tcp')
      expect(config['from_port']).toBe(config['to_port'])
    }
  })

  it('is without a description', () => {
    for (const { config } of [...rules, ...plain.ofType('aws_security_group')])
      expect(config['description']).toMatch(/\w/)
  })
})

describe('what other stacks read', () => {
  it('are the VPC, its subnets in the order of the zones, and the two groups', () => {
    const outputs = inside(plain.json, 'output')
    expect(Object.keys(outputs ?? {}).sort()).toEqual([
      'function_security_group_id',
      'private_subnet_ids',
      'public_subnet_ids',
      'task_security_group_id',
      'vpc_id',
    ])
    const subnets = inside(outputs, 'private_subnet_ids', 'value') as string[]
    expect(subnets.map((id) => id.replace(/_[0-9A-F]{8}/, ''))).toEqual([
      '${aws_subnet.vpc_private-a.id}',
      '${aws_subnet.vpc_private-b.id}',
    ])
  })
})
