import type { Sql } from '../../adapters/ports'
import { MigrateError } from '../../engine/errors'
import type { AppliedRow, RowChange } from './apply'
import type { UrlTable } from './columns'

/** What a value was before the rewrite and after it. */
export interface UrlRecord {
  column: string
  before: string
  after: string
}

export interface RecordedRow {
  key: string[]
  records: UrlRecord[]
}

const INSERT = `
  insert into supabase_to_aws.url_rewrites
    (schema_name, table_name, row_key, column_name, before_value, after_value, before_md5, after_md5)
  select $1, $2, v.row_key::jsonb, v.column_name, v.before_value, v.after_value, md5(v.before_value), md5(v.after_value)
  from unnest($3::text[], $4::text[], $5::text[], $6::text[]) as v (row_key, column_name, before_value, after_value)
  on conflict (schema_name, table_name, row_key, column_name) do update set
    before_value = excluded.before_value, after_value = excluded.after_value,
    before_md5 = excluded.before_md5, after_md5 = excluded.after_md5, rewritten_at = now()`

/** Records a batch in its own transaction. Every change must have been applied, else the batch is given up. */
export async function recordChanges(
  sql: Sql,
  table: UrlTable,
  { wanted, applied }: { wanted: readonly RowChange[]; applied: readonly AppliedRow[] },
): Promise<void> {
  if (applied.length !== wanted.length) throw notApplied(table, wanted.length, applied.length)
  const byKey = new Map(applied.map((row) => [JSON.stringify(row.key), row]))
  const records = wanted.flatMap(({ key, changes }) => {
    const row = byKey.get(JSON.stringify(key))
    if (!row) throw notApplied(table, wanted.length, applied.length)
    return changes.map(({ column, from, to }) => [
      JSON.stringify(row.newKey),
      column.name,
      from,
      row.now.get(column.name) ?? to,
    ])
  })
  const columns = [0, 1, 2, 3].map((index) => records.map((record) => record[index]))
  await sql.query(INSERT, [table.schema, table.name, ...columns])
}

export async function recordedTables(sql: Sql): Promise<{ schema: string; name: string }[]> {
  const { rows } = await sql.query<{ schema: string; name: string }>(
    `select distinct schema_name as schema, table_name as name from supabase_to_aws.url_rewrites order by 1, 2`,
  )
  return rows
}

const TAKE = `
  with keys as (
    select distinct row_key from supabase_to_aws.url_rewrites
    where schema_name = $1 and table_name = $2 and ($3::jsonb is null or row_key > $3::jsonb)
    order by row_key limit $4
  ), taken as (
    delete from supabase_to_aws.url_rewrites r using keys
    where r.schema_name = $1 and r.table_name = $2 and r.row_key = keys.row_key returning r.*
  )
  select row_key as key,
    json_agg(json_build_object('column', column_name, 'before', before_value, 'after', after_value)) as records
  from taken group by row_key order by row_key`

/** Takes the records of the next rows out of the table; they are gone with the commit that restores the rows. */
export async function takeRecords(
  sql: Sql,
  table: { schema: string; name: string },
  page: { after: string[] | null; limit: number },
): Promise<RecordedRow[]> {
  const after = page.after === null ? null : JSON.stringify(page.after)
  const { rows } = await sql.query<RecordedRow>(TAKE, [table.schema, table.name, after, page.limit])
  return rows
}

function notApplied(table: UrlTable, wanted: number, applied: number): MigrateError {
  return new MigrateError(
    'SOURCE_FAILED',
    `${table.schema}.${table.name}: ${wanted} rows were to be rewritten, the database wrote ${applied}.`,
    {
      data: { schema: table.schema, table: table.name, wanted, applied },
      suggestion: 'look for a rule or a trigger that suppresses updates of this table',
    },
  )
}
