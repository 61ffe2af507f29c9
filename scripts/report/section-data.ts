import { formatBytes, formatCount } from '../engine/format'
import type { PlacedStage } from './course'
import { html, type Content, type Markup } from './markup'
import type { Report } from './schema'
import { facts, section, table } from './section'

/** Rows of a table beyond this are counted, not listed; report.json lists all. */
const ROWS_SHOWN = 500

export function bucketsSection({ counts }: Report): Markup {
  const rows = counts.buckets.map((bucket) => [
    html`${bucket.id} <code>${bucket.target}</code>`,
    bucket.access,
    formatCount(bucket.objects),
    formatBytes(bucket.bytes),
    suspicious(bucket.lost),
    suspicious(bucket.differences),
  ])
  const sum = (name: 'lost' | 'differences'): Content =>
    suspicious(counts.buckets.reduce((total, bucket) => total + bucket[name], 0))
  const numeric = ['Objects', 'Bytes', 'Lost', 'Differences'].map((title) => ({ title, numeric: true }))
  const body = [
    table({
      caption: 'Objects compared at the end, by bucket',
      columns: [{ title: 'Bucket' }, { title: 'Access' }, ...numeric],
      rows,
      totals: [
        'All',
        '',
        formatCount(counts.objects),
        formatBytes(counts.bytes),
        sum('lost'),
        sum('differences'),
      ],
    }),
    facts([
      { name: 'rows compared', value: formatCount(counts.rows) },
      { name: 'URLs rewritten', value: formatCount(counts.urls.rewritten) },
      { name: 'URLs restored', value: formatCount(counts.urls.restored) },
      { name: 'reads from S3', value: formatCount(counts.requests.s3) },
      { name: 'reads from fallback', value: formatCount(counts.requests.fallback) },
    ]),
  ]
  return section({ id: 'data', title: 'What was moved', body })
}

export function differencesSection(report: Report, stages: readonly PlacedStage[]): Markup {
  const found = stages.flatMap(({ stage, number }) =>
    stage.differences.map((difference) => ({ number, difference })),
  )
  const note = 'Objects and rows that a check found unlike on both sides.'
  return section({ id: 'differences', title: 'Differences', note, body: differencesBody(report, found) })
}

interface Found {
  number: number
  difference: PlacedStage['stage']['differences'][number]
}

function differencesBody(report: Report, found: readonly Found[]): Content {
  if (found.length === 0) {
    const left = report.differences ?? 0
    if (left > 0) return html`<p class="wrong">${formatCount(left)} counted, none listed by a stage.</p>`
    return html`<p>
      None${report.differences === null ? ' so far; the last comparison was not reached' : ''}.
    </p>`
  }
  const hidden = found.length - ROWS_SHOWN
  const rows = found
    .slice(0, ROWS_SHOWN)
    .map(({ number, difference: { kind, bucket, key, detail } }) => [
      number,
      kind,
      bucket,
      html`<code><bdi>${key}</bdi></code>`,
      detail,
    ])
  return [
    table({
      caption: `${formatCount(found.length)} found, by stage`,
      columns: [
        { title: 'Stage', numeric: true },
        ...['Kind', 'Bucket', 'Key', 'Detail'].map((title) => ({ title })),
      ],
      rows,
    }),
    hidden > 0 ? html`<p class="muted">${formatCount(hidden)} more in report.json.</p>` : '',
  ]
}

/** A number that should be 0. */
function suspicious(value: number): Content {
  return value === 0 ? '0' : html`<span class="wrong">${formatCount(value)}</span>`
}
