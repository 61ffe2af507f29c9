import { formatBytes, formatClock, formatCount, formatDuration, visible } from '../engine/format'
import type { Report } from './schema'
import { verdict } from './verdict'

const NAME_CELLS = 22
/** Width of the elapsed time that opens a stage: "1:02:03". */
const CLOCK_CELLS = 7
const INDENT = ' '.repeat(CLOCK_CELLS + 2)

const STYLES = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33' } as const
type Style = keyof typeof STYLES

export interface AccountOptions {
  /** Takes one line without its end: a stream, or `progress.line` where bars are drawn beside it. */
  write: (line: string) => void
  /** Colours. The caller decides: a terminal, and NO_COLOR not set. */
  colour: boolean
  /** Milliseconds. @default Date.now */
  now?: () => number
}

export interface StageAccount {
  /** A key figure or a word on what happens, set in two columns. */
  figure: (name: string, value: string | number) => void
  note: (text: string) => void
  done: () => void
  skipped: (why: string) => void
  failed: (why: string) => void
}

/** The readable live account of a long run: what happens, its key figures, how it ended and how long it took. */
export interface Account {
  heading: (text: string) => void
  stage: (title: string) => StageAccount
  /** The last word: verdict, counts and where the report is. */
  close: (report: Report, files: readonly string[]) => void
  /** Lines as they are, made safe for a terminal. */
  lines: (lines: readonly string[]) => void
}

export function createAccount({ write, colour, now = Date.now }: AccountOptions): Account {
  const startedAt = now()
  const paint = (style: Style, text: string): string =>
    colour ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text

  function stage(title: string): StageAccount {
    const began = now()
    const clock = formatClock((began - startedAt) / 1000).padStart(CLOCK_CELLS)
    write(`${paint('dim', clock)}  ${paint('bold', visible(title))}`)
    const end = (style: Style, mark: string, why?: string): void => {
      const took = formatDuration((now() - began) / 1000)
      const reason = why === undefined ? '' : `: ${visible(why)}`
      write(`${INDENT}${paint(style, mark)}${reason}  ${paint('dim', took)}`)
      write('')
    }
    return {
      figure: (name, value) => write(INDENT + figureLine(name, value)),
      note: (text) => write(`${INDENT}${paint('dim', visible(text))}`),
      done: () => end('green', 'ok'),
      skipped: (why) => end('yellow', 'skipped', why),
      failed: (why) => end('red', 'FAILED', why),
    }
  }

  return {
    heading(text) {
      write(paint('bold', visible(text)))
      write('')
    },
    stage,
    close(report, files) {
      for (const line of closingLines(report, paint)) write(line)
      for (const file of files) write(`  ${figureLine('report', file)}`)
    },
    lines(lines) {
      for (const line of lines) write(visible(line))
    },
  }
}

function figureLine(name: string, value: string | number): string {
  return `${visible(name).padEnd(NAME_CELLS - 1)} ${typeof value === 'number' ? formatCount(value) : visible(value)}`
}

function closingLines(report: Report, paint: (style: Style, text: string) => string): string[] {
  const told = verdict(report)
  const { counts, application } = report
  const numbers = (['lost', 'doubled', 'resurrected', 'differences'] as const).map(
    (name): [string, string | number] => [name, report[name] ?? 'unknown'],
  )
  const figures: [string, string | number][] = [
    ...numbers,
    ['objects', `${formatCount(counts.objects)}, ${formatBytes(counts.bytes)}`],
    ...counts.buckets.map((bucket): [string, string] => [`  ${bucket.id}`, formatCount(bucket.objects)]),
    ['rows', counts.rows],
    [
      'urls',
      `${formatCount(counts.urls.rewritten)} rewritten, ${formatCount(counts.urls.restored)} restored`,
    ],
    [
      'writes',
      `${formatCount(counts.acknowledgedWrites.source)} on Supabase, ${formatCount(counts.acknowledgedWrites.aws)} on AWS`,
    ],
    [
      'longest pause',
      application.longestPauseAt === null ? 'unknown' : formatDuration(application.longestPauseMs / 1000),
    ],
  ]
  return [
    paint('bold', told.succeeded ? paint('green', told.headline) : paint('red', visible(told.headline))),
    visible(told.account),
    '',
    ...failureLines(told.failure, paint),
    ...figures.map(([name, value]) => `  ${figureLine(name, value)}`),
  ]
}

function failureLines(
  failure: { code: string; message: string; suggestion: string } | null,
  paint: (style: Style, text: string) => string,
): string[] {
  if (failure === null) return []
  return [
    `${paint('red', visible(failure.code))}: ${visible(failure.message)}`,
    `${paint('bold', 'What to do:')} ${visible(failure.suggestion)}`,
    '',
  ]
}
