import { mapArrayLiteral } from './array-literal'
import type { UrlColumn, UrlTable } from './columns'
import type { UrlFinding, UrlKind } from './decide'
import type { UrlRow } from './batches'
import type { RowChange } from './apply'
import type { ValueFindings } from './report'
import type { TextPass } from './text'

/** What a pass makes of one row. */
export interface RowResult {
  change: RowChange
  values: ValueFindings[]
}

export function passOverRow(table: UrlTable, row: UrlRow, pass: TextPass): RowResult {
  const results = table.columns.flatMap((column, index) => {
    const before = row.values[index]
    return typeof before === 'string' ? [passOverValue({ table, column }, before, pass)] : []
  })
  return {
    change: { key: row.key, changes: results.flatMap(({ change }) => (change ? [change] : [])) },
    values: results.flatMap(({ parts }) => parts.map((part) => ({ ...part, key: row.key }))),
  }
}

interface Place {
  table: UrlTable
  column: UrlColumn
}

interface ValueResult {
  change: RowChange['changes'][number] | null
  parts: Omit<ValueFindings, 'key'>[]
}

/** json and jsonb go as text: nothing is parsed, so numbers, order and spelling stay. Arrays go element by element. */
function passOverValue(place: Place, before: string, pass: TextPass): ValueResult {
  const { column } = place
  const parts: ValueResult['parts'] = []
  const mapText = (text: string): string => {
    const { text: mapped, findings } = pass(text)
    const obstacle = obstacleOf(place, mapped)
    const kept = obstacle === null ? findings : findings.map((finding) => stopped(finding, obstacle))
    if (findings.length > 0) parts.push({ column, value: text, findings: kept })
    return obstacle === null ? mapped : text
  }
  const to = column.isArray ? mapArrayLiteral(before, mapText) : mapText(before)
  return { change: to === before ? null : { column, from: before, to }, parts: merge(parts) }
}

function obstacleOf({ table, column }: Place, mapped: string): UrlKind | null {
  if (!table.isWritable) return 'not-writable'
  if (column.isKey) return 'key-column'
  return column.maxLength !== null && Array.from(mapped).length > column.maxLength ? 'too-long' : null
}

/** A URL that would be mapped, but for its column. */
function stopped({ replacement, ...finding }: UrlFinding, kind: UrlKind): UrlFinding {
  return replacement === undefined ? finding : { ...finding, kind }
}

/** The elements of an array are one value of the column. */
function merge(parts: ValueResult['parts']): ValueResult['parts'] {
  const [first, ...others] = parts
  if (first === undefined || others.length === 0) return parts
  let value = first.value
  const findings = [...first.findings]
  for (const part of others) {
    const offset = value.length
    value += part.value
    findings.push(...part.findings.map((f) => ({ ...f, start: f.start + offset, end: f.end + offset })))
  }
  return [{ column: first.column, value, findings }]
}
