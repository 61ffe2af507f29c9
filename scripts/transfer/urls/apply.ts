import type { Sql } from '../../adapters/ports'
import { keyOf, type UrlColumn, type UrlTable } from './columns'
import { identifier } from './sql'

export interface ValueChange {
  column: UrlColumn
  /** The value must still be this one, else it is left alone. */
  from: string
  to: string
}

export interface RowChange {
  key: string[]
  changes: ValueChange[]
}

/** A row that was written: the key it was found by, the key it has now (a ctid moves), and its new values. */
export interface AppliedRow {
  key: string[]
  newKey: string[]
  /** Text form by column name, as the database gives it back: jsonb has its own spelling. */
  now: Map<string, string>
}

/** Writes many rows in one statement. Rows of which no value is as expected are not written and not returned. */
export async function applyChanges(
  sql: Sql,
  table: UrlTable,
  rows: readonly RowChange[],
): Promise<AppliedRow[]> {
  const columns = changedColumns(table, rows)
  if (columns.length === 0) return []
  const parameters = new Parameters()
  const keyWidth = Math.max(1, table.key.length)
  const keys = range(keyWidth).map((index) => parameters.add(rows.map((row) => row.key[index] ?? null)))
  const sides = columns.map((column) => ({
    column,
    from: parameters.add(rows.map((row) => changeOf(row, column)?.from ?? null)),
    to: parameters.add(rows.map((row) => changeOf(row, column)?.to ?? null)),
  }))
  const isExpected = sides.map(
    ({ column, from }) => `t.${identifier(column.name)}::text collate "C" = v.${from}`,
  )
  const assignments = sides.map(({ column, to }, index) => {
    const name = identifier(column.name)
    return `${name} = case when ${isExpected[index] ?? 'false'} then v.${to}::${column.type} else t.${name} end`
  })
  const now = columns.map(({ name }) => `t.${identifier(name)}::text`).join(', ')
  const { rows: written } = await sql.query<{ key: string[]; new_key: string[]; now: (string | null)[] }>(
    `update ${table.reference} t set ${assignments.join(', ')}
     from unnest(${parameters.casts()}) as v(${parameters.names()})
     where ${sameKey(table, keys)} and (${isExpected.join(' or ')})
     returning array[${keys.map((key) => `v.${key}`).join(', ')}] as key, ${keyOf(table, 't')} as new_key,
       array[${now}]::text[] as now`,
    parameters.values,
  )
  return written.map((row) => ({
    key: row.key,
    newKey: row.new_key,
    now: new Map(columns.flatMap(({ name }, index) => pair(name, row.now[index]))),
  }))
}

/** Columns of one statement: arrays of texts, unnested side by side. */
class Parameters {
  readonly values: (string | null)[][] = []

  add(values: (string | null)[]): string {
    this.values.push(values)
    return `p${this.values.length}`
  }

  casts(): string {
    return this.values.map((_, index) => `$${index + 1}::text[]`).join(', ')
  }

  names(): string {
    return this.values.map((_, index) => `p${index + 1}`).join(', ')
  }
}

function sameKey(table: UrlTable, keys: readonly string[]): string {
  if (table.key.length === 0) return `t.ctid = v.${keys[0] ?? ''}::tid`
  return table.key
    .map(({ name, type }, index) => `t.${identifier(name)} = v.${keys[index] ?? ''}::${type}`)
    .join(' and ')
}

function changedColumns(table: UrlTable, rows: readonly RowChange[]): UrlColumn[] {
  const names = new Set(rows.flatMap((row) => row.changes.map(({ column }) => column.name)))
  return table.columns.filter(({ name }) => names.has(name))
}

function changeOf(row: RowChange, column: UrlColumn): ValueChange | undefined {
  return row.changes.find((change) => change.column.name === column.name)
}

function pair(name: string, value: string | null | undefined): [string, string][] {
  return value === null || value === undefined ? [] : [[name, value]]
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}
