import type { Database, Sql } from '../../adapters/ports'
import { forTable, inBatch } from './session'
import { identifier } from './sql'
import { keyOf, valuesOf, type UrlTable } from './columns'

/** Blocks read at once from a table without a primary key: 1 MiB. */
const BLOCKS_PER_BATCH = 128

/** A row as it is now: its key and the text form of each of the table's URL columns. */
export interface UrlRow {
  key: string[]
  values: (string | null)[]
}

export interface BatchOptions {
  /** POSIX pattern: rows without a match in any column are passed over on the server. */
  pattern: string
  /** Rows per transaction. */
  batchRows: number
  /** Lock the rows against writers until the batch commits. */
  lock: boolean
  silenceTriggers: boolean
}

/** Answers what to do once the batch is committed: a batch may be rolled back and repeated. */
export type BatchWork = (sql: Sql, rows: UrlRow[]) => Promise<() => void>

/** Hands every matching row of a table to `work`, batch by batch, each in a short transaction. */
export async function eachBatch(
  db: Database,
  { table, ...options }: BatchOptions & { table: UrlTable },
  work: BatchWork,
): Promise<void> {
  const run = table.key.length > 0 ? byKey : byBlock
  await forTable(table, () => run(db, { table, ...options }, work))
}

async function byKey(
  db: Database,
  { table, ...options }: BatchOptions & { table: UrlTable },
  work: BatchWork,
): Promise<void> {
  const names = table.key.map(({ name }) => `t.${identifier(name)}`).join(', ')
  const matching = await countMatching(db, table, options)
  if (matching === 0) return
  const inKeyOrder = matching > options.batchRows
  let after: string[] | null = null
  do {
    const { condition, values } = keyset(table, after)
    const query = `${select(table, condition)} order by ${names} limit ${options.batchRows}${lockClause(options)}`
    const rows = await workOn(
      db,
      { query, values: [options.pattern, ...values], inKeyOrder, ...options },
      work,
    )
    after = rows.length < options.batchRows ? null : (rows.at(-1)?.key ?? null)
  } while (after !== null)
}

/** One scan. Nothing found: nothing more to read; a handful: one batch, whatever order the planner reads them in. */
async function countMatching(db: Database, table: UrlTable, options: BatchOptions): Promise<number> {
  return inBatch(db, false, async (sql) => {
    const { rows } = await sql.query<{ matching: string }>(
      `select count(*) as matching from ${table.reference} t where ${matches(table)}`,
      [options.pattern],
    )
    return Number(rows[0]?.matching ?? 0)
  })
}

async function workOn(
  db: Database,
  {
    query,
    values,
    inKeyOrder,
    silenceTriggers,
  }: BatchOptions & { query: string; values: string[]; inKeyOrder: boolean },
  work: BatchWork,
): Promise<UrlRow[]> {
  const { rows, committed } = await inBatch(db, silenceTriggers, async (sql) => {
    // Without fresh statistics the planner may read and sort the whole table again for every batch.
    if (inKeyOrder) await sql.query('set local enable_seqscan = off')
    if (inKeyOrder) await sql.query('set local enable_sort = off')
    const found = await sql.query<UrlRow>(query, values)
    return { rows: found.rows, committed: found.rows.length > 0 ? await work(sql, found.rows) : undefined }
  })
  committed?.()
  return rows
}

/** One pass over the blocks there were at the start: rows the pass itself moves behind them are not met again. */
async function byBlock(
  db: Database,
  { table, ...options }: BatchOptions & { table: UrlTable },
  work: BatchWork,
): Promise<void> {
  const { rows: sizes } = await db.query<{ blocks: string }>(
    `select pg_relation_size(format('%I.%I', $1::text, $2::text)::regclass)
       / current_setting('block_size')::bigint as blocks`,
    [table.schema, table.name],
  )
  const blocks = Number(sizes[0]?.blocks ?? 0)
  for (let block = 0; block < blocks; block += BLOCKS_PER_BATCH) {
    const range = [`(${block},0)`, `(${Math.min(block + BLOCKS_PER_BATCH, blocks)},0)`]
    const query = `${select(table, 't.ctid >= $2::tid and t.ctid < $3::tid')}${lockClause(options)}`
    await workOn(db, { query, values: [options.pattern, ...range], inKeyOrder: false, ...options }, work)
  }
}

function select(table: UrlTable, condition: string): string {
  return `select ${keyOf(table, 't')} as key, ${valuesOf(table, 't')} as values
    from ${table.reference} t where (${matches(table)}) and ${condition}`
}

function matches(table: UrlTable): string {
  return table.columns.map(({ name }) => `t.${identifier(name)}::text collate "C" ~* $1`).join(' or ')
}

function keyset(table: UrlTable, after: string[] | null): { condition: string; values: string[] } {
  if (after === null) return { condition: 'true', values: [] }
  const names = table.key.map(({ name }) => `t.${identifier(name)}`)
  const bounds = table.key.map(({ type }, index) => `$${index + 2}::${type}`)
  return { condition: `(${names.join(', ')}) > (${bounds.join(', ')})`, values: after }
}

/** Enough to keep writers off the row, without stopping foreign key checks against it. */
function lockClause({ lock }: BatchOptions): string {
  return lock ? ' for no key update' : ''
}
