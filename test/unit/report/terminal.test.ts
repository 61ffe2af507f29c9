import { createAccount } from '../../../scripts/report/terminal'
import { failedReport, sampleReport } from './fixtures/sample-report'

function recorded(colour: boolean): {
  lines: string[]
  pass: (seconds: number) => void
  account: ReturnType<typeof createAccount>
} {
  const lines: string[] = []
  let clock = 1_000_000
  return {
    lines,
    pass: (seconds) => (clock += seconds * 1000),
    account: createAccount({ write: (line) => lines.push(line), colour, now: () => clock }),
  }
}

const uncoloured = (text: string): string =>
  ['0', '1', '2', '31', '32', '33'].reduce((rest, code) => rest.replaceAll(`\u001b[${code}m`, ''), text)

describe('the live account', () => {
  it('tells a stage when it begins, its figures in a column, and how it ended', () => {
    const { lines, pass, account } = recorded(false)
    account.heading('Rehearsal of aiuteur/dev')
    pass(68)
    const stage = account.stage('Copy')
    stage.figure('objects', 2143)
    stage.figure('bytes', '1.80 GiB')
    pass(8.24)
    stage.done()
    expect(lines).toEqual([
      'Rehearsal of aiuteur/dev',
      '',
      '   1:08  Copy',
      '         objects               2,143',
      '         bytes                 1.80 GiB',
      '         ok  8.2 s',
      '',
    ])
  })

  it('says why a stage was skipped or failed', () => {
    const { lines, account } = recorded(false)
    account.stage('Health').skipped('not applied')
    account.stage('Cutover').failed('502 from the distribution')
    expect(lines).toContain('         skipped: not applied  0 s')
    expect(lines).toContain('         FAILED: 502 from the distribution  0 s')
  })

  it('uses colour only when told to', () => {
    const plain = recorded(false)
    const coloured = recorded(true)
    for (const { account } of [plain, coloured]) {
      account.stage('Copy').done()
      account.close(sampleReport(), ['.rehearsal/report.html'])
    }
    expect(plain.lines.join('\n')).not.toContain('\u001b')
    expect(uncoloured(coloured.lines.join('\n'))).toBe(plain.lines.join('\n'))
    expect(coloured.lines.join('\n')).toContain('\u001b[32mok\u001b[0m')
  })

  it('ends with the verdict, the numbers and the report', () => {
    const { lines, account } = recorded(false)
    account.close(sampleReport(), ['.rehearsal/report.json', '.rehearsal/report.html'])
    expect(lines[0]).toBe('Nothing lost. Nothing doubled. 0 differences.')
    expect(lines).toContain('  lost                  0')
    expect(lines).toContain('    images              1,904')
    expect(lines.at(-1)).toBe('  report                .rehearsal/report.html')
  })

  it('ends a failure with its code and what to do, and calls unknown numbers unknown', () => {
    const { lines, account } = recorded(false)
    account.close(failedReport(), [])
    expect(lines).toContainEqual(expect.stringMatching(/^REVERT_FAILED: storage: the cutover/))
    expect(lines).toContainEqual(expect.stringMatching(/^What to do: Bring the source database back/))
    expect(lines).toContain('  lost                  unknown')
  })

  it('lets no text of others steer the terminal', () => {
    const { lines, account } = recorded(false)
    const stage = account.stage('\u001b[2Jcleared')
    stage.figure('key', 'a\nb\u202e')
    stage.note('\u0007')
    stage.failed('\u001b]0;title\u0007')
    expect(['\u001b', '\u0007', '\u202e', '\n'].filter((char) => lines.join('').includes(char))).toEqual([])
    expect(lines[0]).toContain('\\u{1b}[2Jcleared')
  })
})
