import type { UrlTable } from '../../../scripts/transfer/urls/columns'
import { UrlTally } from '../../../scripts/transfer/urls/report'
import { towardsAws } from '../../../scripts/transfer/urls/text'
import { passOverRow } from '../../../scripts/transfer/urls/value'
import { HOST, MAPPING, PUBLIC, token } from './mapping'

const column = { type: 'text', isArray: false, maxLength: null, isKey: false }
const TABLE: UrlTable = {
  schema: 'public',
  name: 'frames',
  reference: 'only "public"."frames"',
  key: [{ name: 'id', type: 'uuid' }],
  columns: [
    { ...column, name: 'image_url' },
    { ...column, name: 'urls', isArray: true },
  ],
  isWritable: true,
}
const pass = towardsAws(MAPPING)
const NOW = Math.floor(Date.now() / 1000)
const signed = (exp?: number): string => {
  const payload = { url: 'videos/a.mp4', ...(exp === undefined ? {} : { exp }) }
  return `https://${HOST}/storage/v1/object/sign/videos/a.mp4?token=${token(payload)}`
}

function reportOf(table: UrlTable, ...rows: (string | null)[][]): ReturnType<UrlTally['result']> {
  const tally = new UrlTally(true)
  for (const values of rows) tally.addRow(table, passOverRow(table, { key: ['1'], values }, pass).values)
  return tally.result()
}

describe('the report', () => {
  it('counts rows, values, URLs and kinds by column', () => {
    const report = reportOf(
      TABLE,
      [`${PUBLIC}/images/a.png`, `{${PUBLIC}/images/b.png,${PUBLIC}/videos/c.mp4}`],
      [null, `{${PUBLIC}/images/b.png?download}`],
      ['no URL', '{}'],
    )
    expect(report).toMatchObject({ rows: 2, values: 3, urls: 3, downloads: 1, flaggedTotal: 1 })
    expect(report.kinds).toEqual({ public: 3, 'private-bucket': 1 })
    expect(report.columns).toEqual([
      {
        schema: 'public',
        table: 'frames',
        column: 'image_url',
        type: 'text',
        values: 1,
        kinds: { public: 1 },
      },
      expect.objectContaining({ column: 'urls', values: 2, kinds: { public: 2, 'private-bucket': 1 } }),
    ])
  })

  it('counts signed URLs by what is left of their life', () => {
    const urls = [
      signed(NOW - 10),
      signed(NOW + 60),
      signed(NOW + 90_000),
      signed(NOW + 99_999_999),
      signed(),
    ]
    const report = reportOf(TABLE, ...urls.map((url) => [url, null]))
    expect(report.signed).toEqual({ expired: 1, withinDay: 1, withinYear: 1, later: 1, unknown: 1 })
  })

  it('never shows a token', () => {
    const report = reportOf(TABLE, [signed(NOW), null])
    expect(report.flagged[0]?.url).toMatch(/\?token=…$/)
    expect(JSON.stringify(report)).not.toContain('eyJ')
  })

  it('shows the place of an element inside an array', () => {
    const report = reportOf(TABLE, [null, `{x,${PUBLIC}/videos/c.mp4,"y z"}`])
    expect(report.flagged).toEqual([
      expect.objectContaining({
        column: 'urls',
        key: ['1'],
        url: `${PUBLIC}/videos/c.mp4`,
        objectKey: 'c.mp4',
      }),
    ])
  })

  it.each([
    ['key-column', { isKey: true }],
    ['too-long', { maxLength: 20 }],
  ])('flags what a column forbids as %s and does not change it', (kind, obstacle) => {
    const table = { ...TABLE, columns: [{ ...column, name: 'image_url', ...obstacle }] }
    const row = { key: ['1'], values: [`${PUBLIC}/images/a.png`] }
    expect(passOverRow(table, row, pass).change.changes).toEqual([])
    expect(reportOf(table, row.values)).toMatchObject({
      urls: 0,
      values: 0,
      kinds: { [kind]: 1 },
      flaggedTotal: 1,
    })
  })

  it('flags what our role may not write', () => {
    const report = reportOf({ ...TABLE, isWritable: false }, [`${PUBLIC}/images/a.png`, null])
    expect(report).toMatchObject({ urls: 0, kinds: { 'not-writable': 1 } })
  })
})
