import type { Database } from '../../adapters/ports'
import type { UrlMapping } from './mapping'
import type { UrlReport } from './report'
import { rewriteUrls } from './rewrite'

/** Where Storage URLs are, by table, column and kind, and which of them a rewrite would map. Changes nothing. */
export async function discoverUrls(db: Database, mapping: UrlMapping): Promise<UrlReport> {
  return rewriteUrls(db, mapping, { dryRun: true })
}

/** What a rewrite has left to do: `urls` is 0 when every public URL points to its CDN. Changes nothing. */
export async function remainingUrls(db: Database, mapping: UrlMapping): Promise<UrlReport> {
  return discoverUrls(db, mapping)
}
