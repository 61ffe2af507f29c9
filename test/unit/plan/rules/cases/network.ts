import type { RuleCase, Written } from '../case'

const VPC = { main: { cidr_block: '10.0.0.0/16' } }
const OF_VPC = { vpc_id: '${aws_vpc.main.id}' }
const WORLD = '0.0.0.0/0'

/** A group with one rule of its own, both described and the group worn. */
function group(rule: object): Written {
  return {
    aws_security_group: { web: { description: 'Web', ...OF_VPC } },
    aws_vpc_security_group_ingress_rule: {
      rule: {
        security_group_id: '${aws_security_group.web.id}',
        description: 'From chosen addresses',
        ip_protocol: 'tcp',
        from_port: 443,
        to_port: 443,
        cidr_ipv4: '10.0.0.0/16',
        ...rule,
      },
    },
  }
}

function inline(ingress: object): Written {
  return { aws_security_group: { web: { description: 'Web', ingress: [{ description: 'In', ...ingress }] } } }
}

/** A group open on a port, worn by a load balancer with that listener. */
function door(port: number, listener: object): Written {
  return {
    ...group({ cidr_ipv4: WORLD, from_port: port, to_port: port }),
    aws_lb: { lb: { internal: false, security_groups: ['${aws_security_group.web.id}'] } },
    aws_lb_listener: { http: { load_balancer_arn: '${aws_lb.lb.arn}', port, ...listener } },
  }
}

const REDIRECT = {
  protocol: 'HTTP',
  default_action: [{ type: 'redirect', redirect: { protocol: 'HTTPS', status_code: 'HTTP_301' } }],
}
const FORWARD = { protocol: 'HTTP', default_action: [{ type: 'forward' }] }
const ALL_PORTS = { ip_protocol: '-1', from_port: undefined, to_port: undefined }

export const NETWORK_CASES: readonly RuleCase[] = [
  {
    rule: 'vpc-flow-logs',
    fails: {
      none: { aws_vpc: VPC },
      'of another VPC': {
        aws_vpc: { ...VPC, other: {} },
        aws_flow_log: { log: { vpc_id: '${aws_vpc.other.id}' } },
      },
      'of what was let through alone': {
        aws_vpc: VPC,
        aws_flow_log: { log: { ...OF_VPC, traffic_type: 'ACCEPT' } },
      },
    },
    passes: { all: { aws_vpc: VPC, aws_flow_log: { log: { ...OF_VPC, traffic_type: 'ALL' } } } },
  },
  {
    rule: 'default-security-group-locked',
    fails: {
      untouched: { aws_vpc: VPC },
      open: { aws_vpc: VPC, aws_default_security_group: { d: { ...OF_VPC, ingress: [{ self: true }] } } },
    },
    passes: { empty: { aws_vpc: VPC, aws_default_security_group: { d: OF_VPC } } },
  },
  {
    rule: 'subnet-no-public-address',
    fails: { 'public by default': { aws_subnet: { a: { map_public_ip_on_launch: true } } } },
    passes: {
      'AWS default': { aws_subnet: { a: {} } },
      off: { aws_subnet: { a: { map_public_ip_on_launch: false } } },
    },
  },
  {
    rule: 'no-ssh-from-world',
    fails: {
      'a rule': group({ cidr_ipv4: WORLD, from_port: 22, to_port: 22 }),
      'a range': group({ cidr_ipv4: WORLD, from_port: 20, to_port: 30 }),
      IPv6: group({ cidr_ipv4: undefined, cidr_ipv6: '::/0', from_port: 22, to_port: 22 }),
      'half of the world': group({ cidr_ipv4: '128.0.0.0/1', from_port: 22, to_port: 22 }),
      'every port': group({ cidr_ipv4: WORLD, ...ALL_PORTS }),
      inline: inline({ protocol: 'tcp', from_port: 22, to_port: 22, cidr_blocks: [WORLD] }),
      'the old rule type': {
        aws_security_group_rule: {
          r: { type: 'ingress', protocol: 'tcp', from_port: 22, to_port: 22, cidr_blocks: [WORLD] },
        },
      },
    },
    passes: {
      'another port': group({ cidr_ipv4: WORLD }),
      'chosen addresses': group({ from_port: 22, to_port: 22 }),
      'a group': group({
        cidr_ipv4: undefined,
        referenced_security_group_id: 'sg-1',
        from_port: 22,
        to_port: 22,
      }),
      'the way out': {
        aws_vpc_security_group_egress_rule: {
          r: { cidr_ipv4: WORLD, ip_protocol: 'tcp', from_port: 22, to_port: 22 },
        },
      },
    },
  },
  {
    rule: 'no-rdp-from-world',
    fails: { 'a rule': group({ cidr_ipv4: WORLD, from_port: 3389, to_port: 3389 }) },
    passes: { 'chosen addresses': group({ from_port: 3389, to_port: 3389 }) },
  },
  {
    rule: 'no-http-from-world',
    fails: {
      'no load balancer': group({ cidr_ipv4: WORLD, from_port: 80, to_port: 80 }),
      'a load balancer that serves it': door(80, FORWARD),
    },
    passes: { 'a load balancer that redirects': door(80, REDIRECT), HTTPS: group({ cidr_ipv4: WORLD }) },
  },
  {
    rule: 'no-ingress-on-all-ports',
    fails: {
      'every protocol': group(ALL_PORTS),
      'every port': group({ from_port: 0, to_port: 65_535 }),
    },
    passes: { 'one port': group({}) },
  },
  {
    rule: 'no-egress-to-world-on-all-ports',
    fails: {
      'what AWS makes by itself': {
        aws_security_group: {
          g: { egress: [{ protocol: '-1', from_port: 0, to_port: 0, cidr_blocks: [WORLD] }] },
        },
      },
      'a rule': { aws_vpc_security_group_egress_rule: { r: { ip_protocol: '-1', cidr_ipv4: WORLD } } },
    },
    passes: {
      'one port': {
        aws_vpc_security_group_egress_rule: {
          r: { ip_protocol: 'tcp', from_port: 443, to_port: 443, cidr_ipv4: WORLD },
        },
      },
      'the VPC': {
        aws_vpc: VPC,
        aws_vpc_security_group_egress_rule: {
          r: { ip_protocol: '-1', cidr_ipv4: '${aws_vpc.main.cidr_block}' },
        },
      },
    },
  },
  {
    rule: 'security-group-described',
    fails: {
      'the words of Terraform': { aws_security_group: { g: { description: 'Managed by Terraform' } } },
      'a rule without': group({ description: undefined }),
      'an inline rule without': {
        aws_security_group: { g: { description: 'Web', ingress: [{ from_port: 1 }] } },
      },
    },
    passes: { described: group({}) },
  },
  {
    rule: 'security-group-attached',
    fails: {
      'nothing wears it': group({}),
      'an output that nobody reads': {
        ...group({}),
        output: { web_group: { value: '${aws_security_group.web.id}' } },
      },
    },
    passes: {
      'a load balancer': door(443, FORWARD),
    },
  },
  {
    rule: 'network-acl-not-all-ports',
    fails: {
      inline: {
        aws_network_acl: { n: { ingress: [{ action: 'allow', protocol: '-1', cidr_block: WORLD }] } },
      },
      'a rule': { aws_network_acl_rule: { r: { rule_action: 'allow', protocol: '-1', cidr_block: WORLD } } },
    },
    passes: {
      'one protocol': {
        aws_network_acl: {
          n: { ingress: [{ action: 'allow', protocol: 'tcp', from_port: 443, cidr_block: WORLD }] },
        },
      },
      denied: { aws_network_acl_rule: { r: { rule_action: 'deny', protocol: '-1', cidr_block: WORLD } } },
      'the way out': {
        aws_network_acl_rule: {
          r: { egress: true, rule_action: 'allow', protocol: '-1', cidr_block: WORLD },
        },
      },
    },
  },
  {
    rule: 'network-acl-attached',
    fails: { alone: { aws_network_acl: { n: {} } } },
    passes: {
      'by the list': {
        aws_subnet: { a: {} },
        aws_network_acl: { n: { subnet_ids: ['${aws_subnet.a.id}'] } },
      },
      'by an association': {
        aws_network_acl: { n: {} },
        aws_network_acl_association: {
          a: { network_acl_id: '${aws_network_acl.n.id}', subnet_id: 'subnet-1' },
        },
      },
    },
  },
  {
    rule: 'default-route-by-gateway',
    fails: {
      'a machine': { aws_route: { r: { destination_cidr_block: WORLD, network_interface_id: 'eni-1' } } },
      'in the table': {
        aws_route_table: { t: { route: [{ cidr_block: WORLD, network_interface_id: 'eni-1' }] } },
      },
    },
    passes: {
      NAT: { aws_route: { r: { destination_cidr_block: WORLD, nat_gateway_id: 'nat-1' } } },
      'another way': {
        aws_route: { r: { destination_cidr_block: '10.1.0.0/16', network_interface_id: 'eni-1' } },
      },
    },
  },
  {
    rule: 'address-attached',
    fails: { idle: { aws_eip: { e: { domain: 'vpc' } } } },
    passes: {
      NAT: { aws_eip: { e: {} }, aws_nat_gateway: { n: { allocation_id: '${aws_eip.e.id}' } } },
    },
  },
  {
    rule: 'world-open-for-load-balancer-only',
    fails: {
      'a database': group({ cidr_ipv4: WORLD, from_port: 5432, to_port: 5432 }),
      'HTTPS of something else': group({ cidr_ipv4: WORLD }),
      'another port of a load balancer': door(8080, FORWARD),
    },
    passes: { 'HTTPS of a load balancer': door(443, FORWARD), 'chosen addresses': group({}) },
  },
]
