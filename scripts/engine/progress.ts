import { formatBytes, formatClock, formatCount, visible } from './format'

/** On a terminal the bars are redrawn at most this often. */
const REDRAW_MS = 100
/** Elsewhere one line per bar at most this often. */
const PLAIN_LINE_MS = 5_000
/** The rate shown is the mean over this long. */
const RATE_WINDOW_MS = 8_000
const RATE_SAMPLE_MS = 250
const BAR_CELLS = 20
const SHORT_BAR_CELLS = 10
const LABEL_CELLS = 14
const DEFAULT_COLUMNS = 100

export interface ProgressOptions {
  /** Where to draw: standard error, so that standard output keeps the payload only. */
  stream: NodeJS.WritableStream & { columns?: number }
  isTty: boolean
  /** Milliseconds. @default Date.now */
  now?: () => number
}

export interface BarOptions {
  label: string
  totalItems?: number
  totalBytes?: number
}

export interface ProgressBar {
  /** What was done since the last call. */
  advance: (done: { items?: number; bytes?: number }) => void
  /** Takes the bar away and leaves `text` as a line in its place. */
  finish: (text: string) => void
}

export interface Progress {
  start: (options: BarOptions) => ProgressBar
  /** Writes a line above the bars in work. */
  line: (text: string) => void
}

interface Sample {
  at: number
  items: number
  bytes: number
}

interface BarState extends BarOptions {
  items: number
  bytes: number
  samples: Sample[]
  lastLineAt: number
}

/**
 * Progress of long work: bars with rate and time left on a terminal, plain lines every few seconds elsewhere.
 * Drawn when something advances; there is no timer, so nothing is left running when work ends or throws.
 */
export function createProgress(options: ProgressOptions): Progress {
  const now = options.now ?? Date.now
  const screen = createScreen(options, now)
  const bars: BarState[] = []

  function advance(bar: BarState, done: { items?: number; bytes?: number }): void {
    bar.items += done.items ?? 0
    bar.bytes += done.bytes ?? 0
    const at = now()
    remember(bar, at)
    if (options.isTty) screen.draw(bars)
    else if (at - bar.lastLineAt >= PLAIN_LINE_MS) {
      bar.lastLineAt = at
      screen.line(plainLine(bar), [])
    }
  }

  function finish(bar: BarState, text: string): void {
    const index = bars.indexOf(bar)
    if (index === -1) return
    bars.splice(index, 1)
    screen.line(text, bars)
  }

  return {
    line: (text) => screen.line(text, bars),
    start(barOptions) {
      const at = now()
      const bar: BarState = { ...barOptions, items: 0, bytes: 0, samples: [], lastLineAt: at }
      remember(bar, at)
      bars.push(bar)
      if (options.isTty) screen.draw(bars, { atOnce: true })
      return { advance: (done) => advance(bar, done), finish: (text) => finish(bar, text) }
    },
  }
}

interface Screen {
  draw: (bars: readonly BarState[], options?: { atOnce: boolean }) => void
  line: (text: string, bars: readonly BarState[]) => void
}

function createScreen({ stream, isTty }: ProgressOptions, now: () => number): Screen {
  let drawnLines = 0
  let drawnAt = Number.NEGATIVE_INFINITY

  const erased = (): string => '\u001b[1A\u001b[2K'.repeat(drawnLines)
  const drawn = (bars: readonly BarState[]): string => {
    drawnLines = bars.length
    drawnAt = now()
    // A line that wraps could not be erased again: one cell less than the terminal is wide.
    const width = (stream.columns ?? DEFAULT_COLUMNS) - 1
    return bars.map((bar) => `${barLine(bar, width)}\n`).join('')
  }

  return {
    draw(bars, options) {
      if (options?.atOnce !== true && now() - drawnAt < REDRAW_MS) return
      stream.write(erased() + drawn(bars))
    },
    line(text, bars) {
      if (isTty) stream.write(`${erased()}${text}\n${drawn(bars)}`)
      else stream.write(`${text}\n`)
    },
  }
}

function remember(bar: BarState, at: number): void {
  const last = bar.samples.at(-1)
  if (last !== undefined && bar.samples.length > 1 && at - last.at < RATE_SAMPLE_MS) bar.samples.pop()
  bar.samples.push({ at, items: bar.items, bytes: bar.bytes })
  // Two samples always stay: without them a stall longer than the window would have no rate at all.
  while (bar.samples.length > 2 && at - (bar.samples[0]?.at ?? at) > RATE_WINDOW_MS) bar.samples.shift()
}

interface Figures {
  fraction: number | undefined
  items: string
  bytes: string
  rate: string
  secondsLeft: number | undefined
}

function figures(bar: BarState, of: string): Figures {
  const first = bar.samples[0]
  const last = bar.samples.at(-1)
  const seconds = first && last ? (last.at - first.at) / 1000 : 0
  const perSecond = (name: 'items' | 'bytes'): number =>
    first && last && seconds > 0 ? (last[name] - first[name]) / seconds : 0
  const measure = bar.totalBytes ? 'bytes' : 'items'
  const total = measure === 'bytes' ? bar.totalBytes : bar.totalItems
  const left = total === undefined ? undefined : Math.max(0, total - bar[measure])
  const speed = perSecond(measure)
  const ofTotal = (done: string, whole: string | undefined): string =>
    whole === undefined ? done : `${done}${of}${whole}`
  const totalItems = bar.totalItems === undefined ? undefined : formatCount(bar.totalItems)
  const totalBytes = bar.totalBytes === undefined ? undefined : formatBytes(bar.totalBytes)
  const hasBytes = bar.bytes > 0 || bar.totalBytes !== undefined
  return {
    fraction: total === undefined ? undefined : total === 0 ? 1 : Math.min(1, bar[measure] / total),
    items: ofTotal(formatCount(bar.items), totalItems),
    bytes: hasBytes ? ofTotal(formatBytes(bar.bytes), totalBytes) : '',
    rate: hasBytes ? `${formatBytes(perSecond('bytes'))}/s` : `${formatCount(perSecond('items'))}/s`,
    secondsLeft: left === undefined || speed <= 0 ? undefined : left / speed,
  }
}

/** As much as fits: a narrow terminal first shortens the bar, then goes without the number of items, then bytes. */
function barLine(bar: BarState, width: number): string {
  const { fraction, items, bytes, rate, secondsLeft } = figures(bar, ' / ')
  const label = visible(bar.label).padEnd(LABEL_CELLS)
  const left = secondsLeft === undefined ? '' : `${formatClock(Math.ceil(secondsLeft))} left`
  const drawn = (cells: number): string[] =>
    fraction === undefined ? [] : [drawBar(fraction, cells), percent(fraction)]
  const candidates = [
    [label, ...drawn(BAR_CELLS), items, bytes, rate, left],
    [label, ...drawn(SHORT_BAR_CELLS), items, bytes, rate, left],
    [label, ...drawn(SHORT_BAR_CELLS), bytes === '' ? items : bytes, rate, left],
    [label, ...drawn(SHORT_BAR_CELLS), rate, left],
  ].map((parts) => parts.filter((part) => part !== '').join('  '))
  return (candidates.find((line) => line.length <= width) ?? candidates.at(-1) ?? '').slice(0, width)
}

function drawBar(fraction: number, cells: number): string {
  const full = Math.round(fraction * cells)
  return '█'.repeat(full) + '░'.repeat(cells - full)
}

function plainLine(bar: BarState): string {
  const { fraction, items, bytes, rate, secondsLeft } = figures(bar, ' of ')
  const left = secondsLeft === undefined ? '' : `about ${formatClock(Math.ceil(secondsLeft))} left`
  const parts = [fraction === undefined ? '' : percent(fraction).trim(), items, bytes, rate, left]
  return `${visible(bar.label)}: ${parts.filter((part) => part !== '').join(', ')}`
}

/** Rounded down: 100 % is said only when all is done. */
function percent(fraction: number | undefined): string {
  return `${String(Math.floor((fraction ?? 0) * 100)).padStart(3)} %`
}
