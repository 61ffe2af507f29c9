import { withoutIndex, type PlannedResource } from '../resources/resource'

const NONE: readonly PlannedResource[] = []

/** Arguments by which one resource may name another in plain text. */
const NAMES = ['id', 'arn', 'bucket', 'name', 'identifier', 'family'] as const

/** `data.terraform_remote_state.network-state.outputs.vpc_id`, as cdktf/stacks/target-stack.ts names it. */
const REMOTE_OUTPUT = /terraform_remote_state\.([a-z]+)-state\.outputs(?:\.|\[\\")(\w+)/g

/** Everything that is checked at once, to look up what belongs together. */
export class Inventory {
  private readonly byType = new Map<string, PlannedResource[]>()
  private readonly byStackAndType = new Map<string, PlannedResource[]>()
  private readonly byStack = new Map<string, PlannedResource[]>()
  private readonly outputsRead = new Set<string>()

  constructor(readonly resources: readonly PlannedResource[]) {
    for (const resource of resources) {
      append(this.byStack, resource.stack, resource)
      append(this.byType, resource.type, resource)
      append(this.byStackAndType, `${resource.stack} ${resource.type}`, resource)
    }
  }

  ofStack(stack: string): readonly PlannedResource[] {
    return this.byStack.get(stack) ?? NONE
  }

  /** True if a resource of another stack reads this output by remote state. */
  isReadElsewhere(stack: string, output: string): boolean {
    if (this.outputsRead.size === 0) this.findOutputsRead()
    return this.outputsRead.has(`${stack} ${output}`)
  }

  /** In every stack. */
  ofType(type: string): readonly PlannedResource[] {
    return this.byType.get(type) ?? NONE
  }

  /** In the stack of `resource`. */
  near(resource: PlannedResource, type: string): readonly PlannedResource[] {
    return this.byStackAndType.get(`${resource.stack} ${type}`) ?? NONE
  }

  /** Resources of a type whose argument names `resource`: the flow log of a VPC, the policy of a bucket. */
  naming(resource: PlannedResource, type: string, argument: string): readonly PlannedResource[] {
    return this.near(resource, type).filter((other) => names(other, argument, resource))
  }

  /** The resource of a type that an argument names, where it is in the same stack. */
  named(resource: PlannedResource, argument: string, type: string): PlannedResource | undefined {
    return this.near(resource, type).find((other) => names(resource, argument, other))
  }

  private findOutputsRead(): void {
    for (const { stack, values } of this.resources) {
      for (const [, from = '', output = ''] of JSON.stringify(values).matchAll(REMOTE_OUTPUT)) {
        this.outputsRead.add(`${stack.replace(/[^-]+$/, '')}${from} ${output}`)
      }
    }
  }
}

function names(from: PlannedResource, argument: string, to: PlannedResource): boolean {
  if (from.referencesOf[argument]?.includes(withoutIndex(to.address)) === true) return true
  const text = from.values[argument]
  return typeof text === 'string' && NAMES.some((name) => to.values[name] === text)
}

function append(map: Map<string, PlannedResource[]>, key: string, resource: PlannedResource): void {
  const list = map.get(key)
  if (list) list.push(resource)
  else map.set(key, [resource])
}
