import type { PlannedResource } from '../../plan/resources/resource'
import { CONNECTORS, IGNORED, labelOf, physicalName, WORN } from './shown'

export interface GraphNode {
  readonly id: string
  /** `network`, `backend` … */
  readonly stack: string
  readonly label: string
}

export interface Graph {
  readonly nodes: readonly GraphNode[]
  /** By id of the nodes; from who asks to who is asked. */
  readonly edges: readonly (readonly [string, string])[]
}

const REFERENCE =
  /(?:data\.terraform_remote_state\.([a-z]+)-state\.outputs\.([a-z_]+))|(?:\b(aws_[a-z0-9_]+\.[A-Za-z0-9_-]+))/g

/**
 * The picture of one target, from what was synthesised and nothing else: resources, the outputs that other stacks read,
 * what refers to what, who wears which security group, and which names the policies of its roles hold.
 */
export function buildGraph(prefix: string, everything: readonly PlannedResource[]): Graph {
  const own = everything.filter(({ stack }) => stack.startsWith(`${prefix}-`))
  const graph = new Builder(prefix, own)
  for (const resource of own) graph.connect(resource)
  return graph.done()
}

class Builder {
  private readonly byKey: Map<string, PlannedResource>
  private readonly edges = new Map<string, readonly [string, string]>()
  private readonly wearers = new Map<string, Set<string>>()
  private readonly nodes = new Map<string, GraphNode>()

  constructor(
    private readonly prefix: string,
    private readonly own: readonly PlannedResource[],
  ) {
    this.byKey = new Map(own.map((resource) => [keyOf(resource), resource]))
    for (const resource of own) {
      const label = labelOf(resource)
      if (label === undefined) continue
      this.nodes.set(idOf(resource, label), { id: idOf(resource, label), stack: stackOf(resource), label })
      for (const key of this.closure(resource, [resource.values]).worn) {
        this.wearers.set(key, (this.wearers.get(key) ?? new Set()).add(idOf(resource, label)))
      }
    }
  }

  connect(resource: PlannedResource): void {
    const label = labelOf(resource)
    if (label !== undefined) {
      // What must be there first is not what is asked.
      const values = Object.fromEntries(
        Object.entries(resource.values).filter(([name]) => name !== 'depends_on'),
      )
      const text = JSON.stringify(values)
      this.link(
        [idOf(resource, label)],
        [
          ...this.closure(resource, [values]).shown,
          ...this.named(text, (name) => `"${name}"`),
          ...this.hosted(text),
          ...this.allowed(resource),
        ],
      )
    }
    const connector = CONNECTORS[resource.type]
    if (connector === undefined) return
    this.link(
      this.meant(resource, resource.values[connector.from]),
      this.meant(resource, resource.values[connector.to]),
    )
  }

  done(): Graph {
    const order = [...this.nodes.keys()]
    const edges = [...this.edges.values()].sort(
      (a, b) => order.indexOf(a[0]) - order.indexOf(b[0]) || order.indexOf(a[1]) - order.indexOf(b[1]),
    )
    return { nodes: [...this.nodes.values()], edges }
  }

  private link(from: readonly string[], to: readonly string[]): void {
    for (const one of from)
      for (const other of to) if (one !== other) this.edges.set(`${one} ${other}`, [one, other])
  }

  /** Shown things that a value means: by reference, by name, or by what they wear. */
  private meant(resource: PlannedResource, value: unknown): string[] {
    const { shown, worn } = this.closure(resource, [value])
    const byName = this.named(JSON.stringify(value ?? ''), (name) => `"${name}"`)
    return [...shown, ...byName, ...worn.flatMap((key) => [...(this.wearers.get(key) ?? [])])]
  }

  /** Shown things whose names stand in the policies of the roles that a resource has. */
  private allowed(resource: PlannedResource): string[] {
    const roles = this.referred(resource, [resource.values]).filter(({ type }) => type === 'aws_iam_role')
    const template = this.referred(resource, [resource.values]).filter(
      ({ type }) => type === 'aws_ecs_task_definition',
    )
    const all = [...roles, ...template.flatMap((one) => this.referred(one, [one.values]))].map(keyOf)
    const policies = this.own.filter(
      (one) =>
        one.type === 'aws_iam_role_policy' &&
        this.referred(one, [one.values['role']]).some((role) => all.includes(keyOf(role))),
    )
    return this.named(policies.map(({ values }) => String(values['policy'])).join(), (name) => name)
  }

  /** Shown things behind a host name that a text holds, by the zone's records and the mappings of APIs. */
  private hosted(text: string): string[] {
    const records = this.own.filter(
      ({ type, values }) => type === 'aws_route53_record' && text.includes(`"${String(values['name'])}"`),
    )
    return records.flatMap((record) => {
      const { alias } = record.values
      const domains = this.referred(record, [alias]).map(keyOf)
      const mappings = this.own.filter(
        (one) =>
          one.type === 'aws_apigatewayv2_api_mapping' &&
          this.referred(one, [one.values['domain_name']]).some((domain) => domains.includes(keyOf(domain))),
      )
      return [
        ...this.closure(record, [alias]).shown,
        ...mappings.flatMap((mapping) => this.closure(mapping, [mapping.values['api_id']]).shown),
      ]
    })
  }

  private named(text: string, quoted: (name: string) => string): string[] {
    return this.own.flatMap((other) => {
      const name = physicalName(other)
      const label = labelOf(other)
      return name !== undefined && label !== undefined && text.includes(quoted(name))
        ? [idOf(other, label)]
        : []
    })
  }

  /** Follows references through hidden resources and the outputs of other stacks, up to the next shown ones. */
  private closure(
    resource: PlannedResource,
    values: readonly unknown[],
  ): { shown: string[]; worn: string[] } {
    const shown = new Set<string>()
    const worn = new Set<string>()
    const seen = new Set<string>([keyOf(resource)])
    const waiting = this.referred(resource, values)
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(keyOf(next)) || isOneOf(IGNORED, next.type)) continue
      seen.add(keyOf(next))
      const label = labelOf(next)
      if (label !== undefined) shown.add(idOf(next, label))
      else if (isOneOf(WORN, next.type)) worn.add(keyOf(next))
      else waiting.push(...this.referred(next, [next.values]))
    }
    return { shown: [...shown], worn: [...worn] }
  }

  private referred({ stack }: PlannedResource, values: readonly unknown[]): PlannedResource[] {
    const text = JSON.stringify(values)
    return [...text.matchAll(REFERENCE)].flatMap(([, upstream, output, address]) => {
      const key =
        address === undefined
          ? `${this.prefix}-${upstream ?? ''} output.${output ?? ''}`
          : `${stack} ${address}`
      const found = this.byKey.get(key)
      return found === undefined ? [] : [found]
    })
  }
}

function keyOf({ stack, address }: PlannedResource): string {
  return `${stack} ${address}`
}

/** `backend` of `aiuteur-dev-backend`. */
function stackOf({ stack }: PlannedResource): string {
  return stack.split('-').at(-1) ?? stack
}

/** One for each label and stack: blue and green, or a NAT gateway in each zone, are one node. */
function idOf(resource: PlannedResource, label: string): string {
  return `${stackOf(resource)}_${label}`.replaceAll(/[^A-Za-z0-9]+/g, '_')
}

function isOneOf(types: readonly string[], type: string): boolean {
  return types.includes(type)
}
