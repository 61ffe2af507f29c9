import { STACKS } from '../../../cdktf/config/phases'
import type { Graph, GraphNode } from './graph'

/** Where requests of people arrive. */
const DOORS = /^(?:CloudFront|Application Load Balancer|HTTP API|WebSocket API)/

/** A flow chart in Mermaid, which GitHub draws: a box for each stack. */
export function renderDiagram({ nodes, edges }: Graph): string {
  const stacks = STACKS.filter((stack) => nodes.some((node) => node.stack === stack))
  const doors = nodes.filter(({ id, label }) => DOORS.test(label) && !edges.some(([, to]) => to === id))
  return [
    '```mermaid',
    'flowchart LR',
    '  users(["browsers and apps"])',
    ...stacks.flatMap((stack) =>
      box(
        stack,
        nodes.filter((node) => node.stack === stack),
      ),
    ),
    ...doors.map(({ id }) => `  users --> ${id}`),
    ...edges.map(([from, to]) => `  ${from} --> ${to}`),
    '```',
  ].join('\n')
}

function box(stack: string, nodes: readonly GraphNode[]): string[] {
  return [
    `  subgraph ${stack}_stack ["${stack}"]`,
    ...nodes.map(({ id, label }) => `    ${id}["${label.replaceAll('"', "'")}"]`),
    '  end',
  ]
}
