import type { Client } from 'pg'

export type Row = Readonly<Record<string, unknown>>

/** Rows per statement: keeps one message to the server at a few megabytes. */
const BATCH = 2000

/** Rows to insert, by table, in the order the tables were first named (parents before children). */
export class RowSet {
  private readonly rows = new Map<string, Row[]>()

  add(table: string, row: Row): void {
    const list = this.rows.get(table)
    if (list) list.push(row)
    else this.rows.set(table, [row])
  }

  /** Inserts everything; answers how many rows each table got. */
  async insertInto(client: Client): Promise<Record<string, number>> {
    const counts: Record<string, number> = {}
    for (const [table, rows] of this.rows) {
      for (let start = 0; start < rows.length; start += BATCH) {
        await insertRows(client, table, rows.slice(start, start + BATCH))
      }
      counts[table] = rows.length
    }
    return counts
  }
}

/** One statement with one parameter. The server casts each value to its column's type: enums, arrays, jsonb. */
async function insertRows(client: Client, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).map((name) => client.escapeIdentifier(name))
  const list = columns.join(', ')
  await client.query(
    `insert into ${table} (${list}) select ${list} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  )
}
