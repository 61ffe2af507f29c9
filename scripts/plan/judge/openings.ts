import { block, Unknown, type PlannedResource, type Values } from '../resources/resource'
import { isUnresolved, notJudged, shown, textOf } from './faults'
import type { Inventory } from './inventory'
import type { Fault } from './rule'

/** What a security group lets in or out, however it is written down. */
export interface Opening {
  readonly direction: 'in' | 'out'
  /** `tcp`, `udp`, `-1` for all, a number. */
  readonly protocol: string
  readonly from: number
  readonly to: number
  /** True where the other side is any address; undefined where it is not known. */
  readonly world: boolean | undefined
  readonly description: unknown
  readonly attribute: string
}

/** Types that open a security group. */
export const OPENING_TYPES = [
  'aws_security_group',
  'aws_security_group_rule',
  'aws_vpc_security_group_ingress_rule',
  'aws_vpc_security_group_egress_rule',
] as const

const ALL_PROTOCOLS = '-1'
const LAST_PORT = 65_535

const ADDRESSES = ['cidr_blocks', 'ipv6_cidr_blocks', 'cidr_ipv4', 'cidr_ipv6'] as const

export function openingsOf(resource: PlannedResource): readonly Opening[] {
  const { type, values } = resource
  if (type === 'aws_security_group') {
    return [
      ...block(values, 'ingress').map((rule) =>
        openingOf(rule, resource, { direction: 'in', at: 'ingress' }),
      ),
      ...block(values, 'egress').map((rule) => openingOf(rule, resource, { direction: 'out', at: 'egress' })),
    ]
  }
  const isIngress = type === 'aws_vpc_security_group_ingress_rule' || values['type'] === 'ingress'
  return [openingOf(values, resource, { direction: isIngress ? 'in' : 'out', at: '' })]
}

/** Faults of the openings that a rule objects to; where it depends on an address that is not known, nothing is judged. */
export function openingFaults(
  resource: PlannedResource,
  expected: string,
  isWrong: (opening: Opening) => boolean,
): readonly Fault[] {
  return openingsOf(resource).flatMap((opening) => {
    if (opening.world === undefined) {
      const couldBeWrong = isWrong({ ...opening, world: true })
      return couldBeWrong ? [notJudged(opening.attribute, expected, new Unknown())] : []
    }
    return isWrong(opening) ? [{ attribute: opening.attribute, found: describe(opening), expected }] : []
  })
}

export function admits({ protocol, from, to }: Opening, port: number): boolean {
  const isTcp = protocol === 'tcp' || protocol === '6' || protocol === ALL_PROTOCOLS
  return isTcp && (protocol === ALL_PROTOCOLS || (from <= port && port <= to))
}

export function isAllPorts({ protocol, from, to }: Opening): boolean {
  return protocol === ALL_PROTOCOLS || (from <= 1 && to >= LAST_PORT)
}

/** The load balancers of the same stack that wear the group an opening belongs to. */
export function loadBalancersBehind(resource: PlannedResource, all: Inventory): readonly PlannedResource[] {
  const group =
    resource.type === 'aws_security_group'
      ? resource
      : all.named(resource, 'security_group_id', 'aws_security_group')
  if (group === undefined) return []
  return ['aws_lb', 'aws_alb'].flatMap((type) => all.naming(group, type, 'security_groups'))
}

function openingOf(
  values: Values,
  resource: PlannedResource,
  { direction, at }: { readonly direction: 'in' | 'out'; readonly at: string },
): Opening {
  const protocol = textOf(values['protocol'] ?? values['ip_protocol'] ?? ALL_PROTOCOLS)
  return {
    direction,
    protocol: protocol === 'all' ? ALL_PROTOCOLS : protocol,
    from: portOf(values['from_port'], 0),
    to: portOf(values['to_port'], LAST_PORT),
    world: isWorld(values, resource),
    description: values['description'],
    attribute: at === '' ? 'rule' : at,
  }
}

function portOf(value: unknown, otherwise: number): number {
  return typeof value === 'number'
    ? value
    : typeof value === 'string' && /^\d+$/.test(value)
      ? Number(value)
      : otherwise
}

function isWorld(values: Values, resource: PlannedResource): boolean | undefined {
  const addresses = ADDRESSES.flatMap((name) => values[name] ?? [])
  // Half of the world is the world too.
  if (addresses.some((address) => typeof address === 'string' && /\/[01]$/.test(address))) return true
  const open = addresses.filter((address) => isUnresolved(address))
  return open.every((address) => isOwnNetwork(address, resource)) ? false : undefined
}

/** The address range of a VPC or subnet of the stack, not known before it exists. */
function isOwnNetwork(address: unknown, resource: PlannedResource): boolean {
  if (typeof address === 'string') return /\$\{aws_(?:vpc|subnet)\./.test(address)
  const named = ADDRESSES.flatMap((name) => resource.referencesOf[name] ?? [])
  return named.length > 0 && named.every((name) => /^aws_(?:vpc|subnet)\./.test(name))
}

function describe({ protocol, from, to, world, direction }: Opening): string {
  const ports =
    protocol === ALL_PROTOCOLS ? 'all ports' : `${protocol} ${from === to ? from : `${from}-${to}`}`
  const side = world === true ? 'any address' : 'chosen addresses'
  return `${shown(ports).slice(1, -1)} ${direction === 'in' ? 'from' : 'to'} ${side}`
}
