import { z } from 'zod'
import { REPORT_HTML, REPORT_JSON, reportSchema } from './schema'
import { INFRASTRUCTURE_HTML, INFRASTRUCTURE_JSON, infrastructureSchema } from './schema-infrastructure'

export interface Field {
  /** `counts.buckets[].objects` */
  path: string
  type: string
  description: string
}

interface Node {
  type?: string | string[]
  const?: string | number | boolean
  enum?: (string | number)[]
  format?: string
  description?: string
  anyOf?: Node[]
  items?: Node
  properties?: Record<string, Node>
}

/** Every field of a schema with its description, in order; an array's items are `name[]`. */
export function fieldsOf(schema: z.ZodType): Field[] {
  // JSON Schema is the shape zod promises here; Node names the part of it that is read.
  return fieldsUnder(z.toJSONSchema(schema) as Node, '')
}

function fieldsUnder(node: Node, prefix: string): Field[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const path = prefix + name
    const field = { path, type: typeName(child), description: child.description ?? '' }
    const inner = child.anyOf?.find((option) => option.properties !== undefined) ?? child
    const below =
      inner.items === undefined ? fieldsUnder(inner, `${path}.`) : fieldsUnder(inner.items, `${path}[].`)
    return [field, ...below]
  })
}

function typeName(node: Node): string {
  if (node.anyOf !== undefined) return node.anyOf.map(typeName).join(' or ')
  if (node.enum !== undefined) return node.enum.map((value) => `\`${String(value)}\``).join(', ')
  if (node.const !== undefined) return `\`${String(node.const)}\``
  if (node.items !== undefined) return `list of ${typeName(node.items)}`
  if (node.format === 'date-time') return 'ISO 8601 time'
  return Array.isArray(node.type) ? node.type.join(' or ') : (node.type ?? 'any')
}

/** docs/report.md. */
export function renderReportPage(): string {
  return `# The report of a rehearsal

\`npm run rehearse\` leaves two files: \`${REPORT_JSON}\`, described here, and \`${REPORT_HTML}\`, the same drawn for a
person: one file that needs no network and holds no script.

The schema is strict: a field that is not listed here is an error, and so is a report that says \`succeeded\` while one of
\`lost\`, \`doubled\`, \`resurrected\` and \`differences\` is not 0. Read it with \`parseReport\` of \`scripts/report/schema.ts\`.
Fields are only ever added within a \`version\`.

${fieldTable(reportSchema)}

## Infrastructure alone

\`npm run rehearse -- --only infrastructure\` leaves \`${INFRASTRUCTURE_JSON}\` and \`${INFRASTRUCTURE_HTML}\` instead. A report
that says \`succeeded\` while one of its proofs does not hold is an error. Read it with \`parseInfrastructureReport\` of
\`scripts/report/schema-infrastructure.ts\`.

${fieldTable(infrastructureSchema)}
`
}

function fieldTable(schema: z.ZodType): string {
  const rows = fieldsOf(schema).map(
    ({ path, type, description }) => `| \`${path}\` | ${type} | ${description.replaceAll('|', '\\|')} |`,
  )
  return ['| Field | Type | Meaning |', '| --- | --- | --- |', ...rows].join('\n')
}
