import type { Database, Sql } from '../../adapters/ports'
import { applyChanges, type RowChange } from './apply'
import { eachBatch } from './batches'
import { urlTables, type UrlColumn, type UrlTable } from './columns'
import type { UrlMapping } from './mapping'
import { patternTowardsSource } from './pattern'
import { recordedTables, takeRecords, type RecordedRow } from './records'
import { BATCH_ROWS, type RewriteOptions } from './rewrite'
import { UrlTally, type UrlReport } from './report'
import { forTable, inBatch, maySilenceTriggers } from './session'
import { identifier } from './sql'
import { towardsSource, type TextPass } from './text'
import { passOverRow } from './value'

export type RestoreReport = {
  /** URLs brought home: `values.exact` values from their records, the others one by one. */
  urls: number
  values: number
  /** Values put back exactly as they were. */
  exact: number
  /** Values changed since, or born on AWS: their URLs were mapped back. */
  mapped: number
  /** Records whose value was changed or deleted since: nothing to put back. */
  superseded: number
  /** What mapping back found, by column; `flagged` could not be mapped. */
  found: UrlReport
}

/**
 * The way back. Values that still are what the rewrite made them become exactly what they were; in all others, and in
 * rows born since, CDN URLs become the project's public URLs. Running it again finds nothing to do.
 */
export async function restoreUrls(
  db: Database,
  mapping: UrlMapping,
  options: Omit<RewriteOptions, 'dryRun'> = {},
): Promise<RestoreReport> {
  const silenceTriggers = await maySilenceTriggers(db)
  const tables = await db.transaction(urlTables)
  const context = {
    db,
    silenceTriggers,
    batchRows: options.batchRows ?? BATCH_ROWS,
    pass: towardsSource(mapping),
  }
  let [exact, superseded, exactUrls] = [0, 0, 0]
  for (const { schema, name } of await recordedTables(db)) {
    const table = tables.find((each) => each.schema === schema && each.name === name)
    const counts = await forTable({ schema, name }, () =>
      restoreTable(context, table ?? missingTable(schema, name)),
    )
    exact += counts.exact
    superseded += counts.superseded
    exactUrls += counts.urls
  }
  const found = await mapBack(context, { tables, pattern: patternTowardsSource(mapping), ...options })
  const mapped = found.values
  return { urls: exactUrls + found.urls, values: exact + mapped, exact, mapped, superseded, found }
}

interface Context {
  db: Database
  silenceTriggers: boolean
  batchRows: number
  pass: TextPass
}

interface Counts {
  exact: number
  superseded: number
  urls: number
}

async function restoreTable(context: Context, table: UrlTable): Promise<Counts> {
  const total: Counts = { exact: 0, superseded: 0, urls: 0 }
  const limit = context.batchRows
  let after: string[] | null = null
  do {
    const page = { after, limit }
    const { rows, restored } = await inBatch(context.db, context.silenceTriggers, async (sql) => {
      const taken = await takeRecords(sql, table, page)
      return { rows: taken, restored: await restoreRows(sql, table, taken) }
    })
    total.exact += restored.length
    total.superseded += rows.reduce((sum, row) => sum + row.records.length, 0) - restored.length
    total.urls += restored.reduce((sum, value) => sum + context.pass(value).findings.length, 0)
    after = rows.length < limit ? null : (rows.at(-1)?.key ?? null)
  } while (after !== null)
  return total
}

/** Puts rows back and answers the rewritten texts that were replaced. */
async function restoreRows(sql: Sql, table: UrlTable, rows: readonly RecordedRow[]): Promise<string[]> {
  if (rows.length === 0) return []
  const wanted = rows.map((row) => changeBack(table, row))
  const applied = await applyChanges(
    sql,
    table,
    wanted.filter(({ changes }) => changes.length > 0),
  )
  const byKey = new Map(applied.map((row) => [JSON.stringify(row.key), row]))
  const restored: string[] = []
  for (const { key, changes } of wanted) {
    for (const { column, from, to } of changes) {
      const now = byKey.get(JSON.stringify(key))?.now.get(column.name)
      const isBack = now === undefined ? await restoreMoved(sql, table, { column, from, to }) : now === to
      if (isBack) restored.push(from)
    }
  }
  return restored
}

function changeBack(table: UrlTable, { key, records }: RecordedRow): RowChange {
  const changes = records.flatMap(({ column: name, before, after }) => {
    const column = table.columns.find((each) => each.name === name)
    return column ? [{ column, from: after, to: before }] : []
  })
  return { key, changes }
}

/** Without a primary key a row is found by its ctid, and by its value when an update of another column moved it. */
async function restoreMoved(
  sql: Sql,
  table: UrlTable,
  { column, from, to }: { column: UrlColumn; from: string; to: string },
): Promise<boolean> {
  if (table.key.length > 0 || table.columns.length === 0) return false
  const name = identifier(column.name)
  const { rowCount } = await sql.query(
    `update ${table.reference} set ${name} = $2::${column.type} where ctid =
       (select ctid from ${table.reference} where ${name}::text collate "C" = $1 limit 1 for no key update)`,
    [from, to],
  )
  return (rowCount ?? 0) > 0
}

async function mapBack(
  { db, silenceTriggers, batchRows, pass }: Context,
  work: { tables: readonly UrlTable[]; pattern: string | null; onProgress?: RewriteOptions['onProgress'] },
): Promise<UrlReport> {
  const tally = new UrlTally(silenceTriggers)
  if (work.pattern === null) return tally.result()
  for (const table of work.tables) {
    let rows = 0
    const batch = { table, pattern: work.pattern, batchRows, lock: table.isWritable, silenceTriggers }
    await eachBatch(db, batch, async (sql, found) => {
      const results = found.map((row) => passOverRow(table, row, pass))
      await applyChanges(
        sql,
        table,
        results.map(({ change }) => change).filter(({ changes }) => changes.length > 0),
      )
      return () => {
        for (const { values } of results) tally.addRow(table, values)
        rows += found.length
        work.onProgress?.({ schema: table.schema, table: table.name, rows })
      }
    })
  }
  return tally.result()
}

/** The application dropped it since: its records are taken out, and counted as superseded. */
function missingTable(schema: string, name: string): UrlTable {
  return { schema, name, reference: '', key: [], columns: [], isWritable: false }
}
