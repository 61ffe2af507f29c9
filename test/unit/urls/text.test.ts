import { MigrateError } from '../../../scripts/engine/errors'
import { towardsAws, towardsSource } from '../../../scripts/transfer/urls/text'
import { KEPT } from './kept-cases'
import { IMAGES, MAPPING, PUBLIC } from './mapping'
import { REWRITTEN } from './rewritten-cases'

const pass = towardsAws(MAPPING)
const back = towardsSource(MAPPING)
const CDN = `https://${IMAGES}`

describe('public URLs are rewritten', () => {
  it.each(REWRITTEN)('in the shape of %s', (...[, text, expected, keys]) => {
    const { text: mapped, findings } = pass(text)
    expect(mapped).toBe(expected)
    expect(findings.map(({ kind }) => kind)).toEqual(keys.map(() => 'public'))
    expect(findings.map(({ key }) => key)).toEqual(keys)
  })

  it.each(REWRITTEN)('and a second pass changes nothing: %s', (_, text) => {
    const once = pass(text).text
    expect(pass(once)).toEqual({ text: once, findings: [] })
  })

  it.each(REWRITTEN)('and mapping back leads to the same object: %s', (...[, text, , keys]) => {
    const home = back(pass(text).text).text
    const { findings } = pass(home)
    expect(home).not.toContain('cloudfront')
    expect(findings.map(({ key }) => key)).toEqual(keys)
    expect(pass(home).text).toBe(pass(text).text)
  })
})

describe('everything else stays as it is and is told', () => {
  it.each(KEPT)('%s', (_, text, findings) => {
    const result = pass(text)
    expect(result.text).toBe(text)
    expect(result.findings).toEqual(findings.map((finding) => expect.objectContaining(finding) as unknown))
  })

  it('tells mixed texts apart', () => {
    const text = `${PUBLIC}/images/a.png ${PUBLIC}/videos/a.mp4 ${PUBLIC}/images/b.png?download`
    const { text: mapped, findings } = pass(text)
    expect(mapped).toBe(`${CDN}/a.png ${PUBLIC}/videos/a.mp4 ${CDN}/b.png?download`)
    expect(findings.map(({ kind }) => kind)).toEqual(['public', 'private-bucket', 'public'])
    expect(findings.map(({ isDownload }) => isDownload ?? false)).toEqual([false, false, true])
  })
})

function codeOf(work: () => unknown): string | null {
  try {
    work()
    return null
  } catch (error) {
    return error instanceof MigrateError ? error.code : String(error)
  }
}

describe('the mapping', () => {
  it('fails without a CDN domain for a public bucket', () => {
    const buckets = { images: { access: 'public' as const } }
    expect(codeOf(() => towardsAws({ ...MAPPING, buckets }))).toBe('PHASE_NOT_APPLIED')
  })

  it('fails where two buckets share a domain, since the way back could not tell them apart', () => {
    const bucket = { access: 'public' as const, cdnDomain: IMAGES }
    expect(codeOf(() => towardsAws({ ...MAPPING, buckets: { a: bucket, b: bucket } }))).toBe(
      'PHASE_NOT_APPLIED',
    )
  })
})
