/** Something to do, after other things. */
export interface GraphNode {
  readonly name: string
  /** Names of nodes that must have ended well before. */
  readonly needs: readonly string[]
  /** About how long it takes. @default 1 */
  readonly weight?: number
}

export interface GraphOptions<Node extends GraphNode> {
  /** How many nodes are in work at once. */
  limit: number
  /** True where what depends on it may go on. A thrown error stops the whole run. */
  work: (node: Node) => Promise<boolean>
  /** Told of a node that cannot be worked on, with the node it waited for. */
  skipped: (node: Node, need: string) => void
}

/**
 * Works through a graph with bounded concurrency: what is ready and has the longest way behind it goes first. A node
 * whose need did not end well is skipped, and so is everything behind it.
 * @throws RangeError for a circle; the first error of `work`, once everything in work has ended
 */
export async function runGraph<Node extends GraphNode>(
  nodes: readonly Node[],
  { limit, work, skipped }: GraphOptions<Node>,
): Promise<void> {
  const names = new Set(nodes.map(({ name }) => name))
  const needsOf = (node: Node): string[] => node.needs.filter((need) => names.has(need))
  const length = lengths(nodes)
  const waiting = [...nodes].sort((a, b) => (length.get(b.name) ?? 0) - (length.get(a.name) ?? 0))
  const ended = new Map<string, boolean>()
  const running = new Map<string, Promise<void>>()
  const failures: unknown[] = []

  const start = (node: Node): void => {
    const task = work(node)
      .then((well) => void ended.set(node.name, well))
      .catch((error: unknown) => void failures.push(error))
      .finally(() => running.delete(node.name))
    running.set(node.name, task)
  }
  while ((waiting.length > 0 && failures.length === 0) || running.size > 0) {
    for (const node of failures.length > 0 ? [] : [...waiting]) {
      const bad = needsOf(node).find((need) => ended.get(need) === false)
      if (bad !== undefined) {
        ended.set(node.name, false)
        skipped(node, bad)
      } else if (running.size >= limit || !needsOf(node).every((need) => ended.get(need) === true)) continue
      else start(node)
      waiting.splice(waiting.indexOf(node), 1)
    }
    if (running.size > 0) await Promise.race(running.values())
  }
  if (failures.length > 0) throw failures[0]
}

/** Weight of the longest chain that begins at each node. */
function lengths(nodes: readonly GraphNode[]): Map<string, number> {
  const length = new Map<string, number>()
  const open = new Set<string>()
  const measure = (node: GraphNode): number => {
    const known = length.get(node.name)
    if (known !== undefined) return known
    if (open.has(node.name)) throw new RangeError(`${node.name} needs itself`)
    open.add(node.name)
    const behind = nodes.filter(({ needs }) => needs.includes(node.name)).map(measure)
    const total = (node.weight ?? 1) + Math.max(0, ...behind)
    length.set(node.name, total)
    return total
  }
  for (const node of nodes) measure(node)
  return length
}
