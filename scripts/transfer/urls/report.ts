import type { UrlFinding, UrlKind } from './decide'
import type { UrlColumn, UrlTable } from './columns'
import { redact } from './signed'

const DAY_SECONDS = 86_400
const YEAR_SECONDS = 365 * DAY_SECONDS
const FLAGGED_SHOWN = 50

export type UrlCounts = Partial<Record<UrlKind, number>>

// Types, not interfaces: the journal takes them as JSON.
export type ColumnReport = {
  schema: string
  table: string
  column: string
  type: string
  /** Values that hold any Storage URL. */
  values: number
  kinds: UrlCounts
}

export type FlaggedUrl = {
  schema: string
  table: string
  column: string
  /** Primary key, or ctid. */
  key: string[]
  kind: UrlKind
  /** Without its token. */
  url: string
  bucket: string | null
  objectKey: string | null
}

export type UrlReport = {
  /** URLs mapped, or that would be in a dry run. */
  urls: number
  /** Values and rows that hold them. */
  values: number
  rows: number
  columns: ColumnReport[]
  kinds: UrlCounts
  /** Signed URLs by what is left of their life. */
  signed: { expired: number; withinDay: number; withinYear: number; later: number; unknown: number }
  /** Mapped URLs with `?download`: a browser will show what it saved before. */
  downloads: number
  /** The first 50 that stay as they are; `flaggedTotal` counts all. */
  flagged: FlaggedUrl[]
  flaggedTotal: number
  /** False where our role may not silence triggers: those of the application then fire on every rewritten row. */
  triggersSilenced: boolean
}

export interface ValueFindings {
  column: UrlColumn
  key: string[]
  value: string
  findings: readonly UrlFinding[]
}

/** Adds up what a pass over the database finds. */
export class UrlTally {
  private readonly columns = new Map<string, ColumnReport>()
  private readonly report: UrlReport

  constructor(triggersSilenced: boolean) {
    const signed = { expired: 0, withinDay: 0, withinYear: 0, later: 0, unknown: 0 }
    const counts = { urls: 0, values: 0, rows: 0, downloads: 0, flaggedTotal: 0 }
    this.report = { ...counts, columns: [], kinds: {}, signed, flagged: [], triggersSilenced }
  }

  addRow(table: UrlTable, values: readonly ValueFindings[]): void {
    if (values.some(({ findings }) => findings.some(isMapped))) this.report.rows += 1
    for (const value of values) this.addValue(table, value)
  }

  result(): UrlReport {
    return { ...this.report, columns: [...this.columns.values()] }
  }

  private addValue(table: UrlTable, value: ValueFindings): void {
    if (value.findings.length === 0) return
    const column = this.columnOf(table, value.column)
    column.values += 1
    if (value.findings.some(isMapped)) this.report.values += 1
    for (const finding of value.findings) {
      count(column.kinds, finding.kind)
      count(this.report.kinds, finding.kind)
      if (finding.kind === 'signed') this.report.signed[lifeOf(finding.expiresAt ?? null)] += 1
      if (finding.isDownload === true) this.report.downloads += 1
      if (isMapped(finding)) this.report.urls += 1
      else this.flag(table, value, finding)
    }
  }

  private flag(table: UrlTable, { column, key, value }: ValueFindings, finding: UrlFinding): void {
    this.report.flaggedTotal += 1
    if (this.report.flagged.length >= FLAGGED_SHOWN) return
    this.report.flagged.push({
      schema: table.schema,
      table: table.name,
      column: column.name,
      key,
      kind: finding.kind,
      url: redact(value.slice(finding.start, finding.end)),
      bucket: finding.bucket ?? null,
      objectKey: finding.key ?? null,
    })
  }

  private columnOf(table: UrlTable, column: UrlColumn): ColumnReport {
    const id = JSON.stringify([table.schema, table.name, column.name])
    const found = this.columns.get(id)
    if (found) return found
    const { name, type } = column
    const made = { schema: table.schema, table: table.name, column: name, type, values: 0, kinds: {} }
    this.columns.set(id, made)
    return made
  }
}

function isMapped(finding: UrlFinding): boolean {
  return finding.replacement !== undefined
}

function count(counts: UrlCounts, kind: UrlKind): void {
  counts[kind] = (counts[kind] ?? 0) + 1
}

function lifeOf(expiresAt: number | null): keyof UrlReport['signed'] {
  if (expiresAt === null) return 'unknown'
  const left = expiresAt - Date.now() / 1000
  if (left <= 0) return 'expired'
  if (left <= DAY_SECONDS) return 'withinDay'
  return left <= YEAR_SECONDS ? 'withinYear' : 'later'
}
