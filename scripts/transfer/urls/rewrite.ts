import type { Database } from '../../adapters/ports'
import { applyChanges } from './apply'
import { eachBatch } from './batches'
import { urlTables } from './columns'
import type { UrlMapping } from './mapping'
import { patternTowardsAws } from './pattern'
import { recordChanges } from './records'
import { UrlTally, type UrlReport } from './report'
import { maySilenceTriggers } from './session'
import { towardsAws } from './text'
import { passOverRow } from './value'

/** Rows per transaction: some milliseconds of row locks. */
export const BATCH_ROWS = 500

export interface UrlProgress {
  schema: string
  table: string
  /** Rows of this table looked at so far: those with anything that resembles a Storage URL. */
  rows: number
}

export interface RewriteOptions {
  /** Counts only; takes no locks. */
  dryRun?: boolean
  /** @default 500 */
  batchRows?: number
  onProgress?: (progress: UrlProgress) => void
}

/**
 * Rewrites every public Storage URL in the database to its CDN URL, in short transactions, and keeps the exact
 * inverse in supabase_to_aws.url_rewrites. Running it again finds nothing to do. Killed midway, it is run again.
 */
export async function rewriteUrls(
  db: Database,
  mapping: UrlMapping,
  options: RewriteOptions = {},
): Promise<UrlReport> {
  const write = options.dryRun !== true
  const silenceTriggers = write && (await maySilenceTriggers(db))
  const tally = new UrlTally(silenceTriggers)
  const pass = towardsAws(mapping)
  for (const table of await db.transaction(urlTables)) {
    let rows = 0
    const batch = {
      table,
      pattern: patternTowardsAws(mapping),
      batchRows: options.batchRows ?? BATCH_ROWS,
      lock: write && table.isWritable,
      silenceTriggers,
    }
    await eachBatch(db, batch, async (sql, found) => {
      const results = found.map((row) => passOverRow(table, row, pass))
      const wanted = results.map(({ change }) => change).filter(({ changes }) => changes.length > 0)
      if (write && wanted.length > 0) {
        const applied = await applyChanges(sql, table, wanted)
        await recordChanges(sql, table, { wanted, applied })
      }
      return () => {
        for (const { values } of results) tally.addRow(table, values)
        rows += found.length
        options.onProgress?.({ schema: table.schema, table: table.name, rows })
      }
    })
  }
  return tally.result()
}
