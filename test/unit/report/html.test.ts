import { execFileSync } from 'node:child_process'
import { renderHtml } from '../../../scripts/report/html'
import { html } from '../../../scripts/report/markup'
import { DARK, LIGHT, type Palette } from '../../../scripts/report/palette'
import { parseReport, type Report } from '../../../scripts/report/schema'
import { formatNamed, words } from '../../../scripts/report/section-stages'
import { failedReport, sampleInput, sampleReport } from './fixtures/sample-report'

const HOSTILE = `</title></style></pre><script>alert(1)</script><img src=x onerror="alert('2')">&amp;\u202egpj.\u0000\ud800`

/** The same report with `text` in every string that is free. */
function hostile(value: unknown, key = ''): unknown {
  const kept = ['startedAt', 'finishedAt', 'at', 'outcome', 'kind', 'access', 'action', 'version']
  if (typeof value === 'string') return kept.includes(key) ? value : HOSTILE
  if (Array.isArray(value)) return value.map((item) => hostile(item, key))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hostile(inner, name)]))
}

function hostileReport(): Report {
  const report = failedReport()
  const stages = report.stages.map((stage) => ({
    ...stage,
    counts: { [HOSTILE]: 1 },
    evidence: { [HOSTILE]: [HOSTILE] },
    differences: [{ kind: HOSTILE, bucket: HOSTILE, key: HOSTILE, detail: HOSTILE }],
  }))
  const changed = parseReport(hostile({ ...report, stages }))
  return {
    ...changed,
    stages: changed.stages.map((stage, index) => ({ ...stage, kind: stages[index]?.kind ?? 'check' })),
  }
}

/** Parses as XML would: every element closed in order, every attribute quoted. Python's parser is the judge. */
function expectWellFormed(page: string): void {
  const program = `
import sys
from html.parser import HTMLParser
VOID = {'meta', 'br', 'img', 'hr', 'input', 'link'}
class Judge(HTMLParser):
    stack = []
    def handle_starttag(self, tag, attrs):
        if tag not in VOID: self.stack.append(tag)
    def handle_startendtag(self, tag, attrs): pass
    def handle_endtag(self, tag):
        assert self.stack and self.stack[-1] == tag, (tag, self.stack[-4:], self.getpos())
        self.stack.pop()
judge = Judge()
judge.feed(sys.stdin.read())
assert not judge.stack, judge.stack
`
  execFileSync('python3', ['-c', program], { input: page, stdio: ['pipe', 'pipe', 'pipe'] })
}

const idsOf = (page: string): string[] => [...page.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id)

describe('the page', () => {
  const page = renderHtml(sampleReport())

  it('says the verdict as its headline', () => {
    expect(page).toMatch(/<h1>\s*Nothing lost\. Nothing doubled\. 0 differences\.\s*<\/h1>/)
  })

  it('is well-formed', () => {
    expectWellFormed(page)
    expectWellFormed(renderHtml(failedReport()))
  })

  it('asks the network for nothing and runs no script', () => {
    expect(page).not.toMatch(/<script|<link|<iframe|<object|@import|url\(|https?:|\ssrc=|\shref=/i)
    expect(page).toContain(`content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;"`)
  })

  it('has landmarks, a caption on every table and a name on every drawing', () => {
    expect(page.match(/<(main|header class="masthead|footer)/g)).toHaveLength(3)
    expect(page.match(/<caption>/g)).toHaveLength(page.match(/<table/g)?.length ?? 0)
    const drawings = page.match(/<svg[^>]*>/g) ?? []
    expect(drawings).toHaveLength(6)
    expect(drawings.filter((tag) => !/role="img"/.test(tag) || !/aria-labelledby="/.test(tag))).toEqual([])
  })

  it('uses every id once, and only ids that exist', () => {
    const ids = idsOf(page)
    expect(ids).toHaveLength(new Set(ids).size)
    const used = [...page.matchAll(/aria-labelledby="([^"]+)"/g)].flatMap(([, list = '']) => list.split(' '))
    expect(used.filter((id) => !ids.includes(id))).toEqual([])
  })

  it('follows the light, is printable, and fits a small window', () => {
    expect(page).toContain('@media (prefers-color-scheme: dark)')
    expect(page).toContain('@media print')
    expect(page).toContain('@media (max-width: 640px)')
  })

  it('shows the longest pause where it was', () => {
    expect(page).toContain('longest pause 1.4 s')
  })

  it('is the same for the same report', () => {
    expect(renderHtml(sampleReport())).toBe(page)
  })
})

describe('the page of a failed run', () => {
  const page = renderHtml(failedReport())

  it('looks failed and says what to do', () => {
    expect(page).toContain('<header class="masthead failed">')
    expect(page).toMatch(/What to do[\s\S]*Bring the source database back/)
    expect(page).toContain('REVERT_FAILED')
  })

  it('does not show an unknown number as 0', () => {
    expect(page).toMatch(/<dt>lost<\/dt>\s*<dd>unknown<\/dd>/)
    expect(page).not.toContain('Nothing lost')
  })

  it('lists the differences with their stage and key', () => {
    expect(page).toContain('renders/2026/a+b=c&amp;d.mp4')
  })
})

describe('hostile text', () => {
  const page = renderHtml(hostileReport())

  it('opens no element and no attribute, wherever it stands', () => {
    expectWellFormed(page)
    expect(page).not.toMatch(/<script|<img/i)
    expect(page.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(20)
  })

  it('cannot reorder a line or hide in it', () => {
    expect(['\u202e', '\u0000'].filter((char) => page.includes(char))).toEqual([])
    expect(page).not.toMatch(/\p{Surrogate}/u)
    expect(page).toContain('\\u{202e}gpj.\\u{0}\\u{d800}')
  })

  it('is escaped by the tag, which alone can say what is markup', () => {
    expect(html`<b title="${`"'<>&`}">${[html`<i>${'<'}</i>`, null, 1]}</b>`.text).toBe(
      '<b title="&quot;&#39;&lt;&gt;&amp;"><i>&lt;</i>1</b>',
    )
  })
})

describe('a run that moved nothing', () => {
  it('still has a page', () => {
    const input = sampleInput()
    const application = { samples: [], longestPauseMs: 0, longestPauseAt: null, errors: [] }
    const counts = { ...input.counts, buckets: [] }
    const empty = parseReport({
      ...input,
      stages: [],
      throughput: [],
      terraform: [],
      approvals: [],
      application,
      counts,
    })
    const page = renderHtml({ ...empty, workflowSteps: [], limits: [], finishedAt: empty.startedAt })
    expectWellFormed(page)
    expect(page).not.toMatch(/NaN|Infinity|undefined/)
  })
})

describe('figures by name', () => {
  it('are shown in the unit the name ends in', () => {
    expect(formatNamed('copiedBytes', 2048)).toBe('2.00 KiB')
    expect(formatNamed('fencedMs', 1380)).toBe('1.4 s')
    expect(formatNamed('drainSeconds', 90)).toBe('1 min 30 s')
    expect(formatNamed('items', 12_000)).toBe('12,000')
    expect([words('objectsCopied'), words('fencedMs'), words('drain_seconds'), words('items')]).toEqual([
      'objects copied',
      'fenced',
      'drain',
      'items',
    ])
  })
})

/** Relative luminance and contrast as WCAG 2 defines them. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

describe.each<[string, Palette]>([
  ['light', LIGHT],
  ['dark', DARK],
])('the %s palette', (_, palette) => {
  const { paper, panel, ink, muted, source, aws, wrong, shadeSwitch } = palette

  it('keeps every text at a contrast of 4.5 or more', () => {
    const pairs = [
      ...[ink, muted, source, aws, wrong].map((text) => [text, paper] as const),
      ...[ink, muted, wrong].map((text) => [text, panel] as const),
      [ink, shadeSwitch] as const,
    ]
    expect(pairs.filter(([text, ground]) => contrast(text, ground) < 4.5)).toEqual([])
  })
})
