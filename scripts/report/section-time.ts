import { formatBytes, formatCount } from '../engine/format'
import { drawCrossing } from './chart-crossing'
import { drawRates, type RatePanel } from './chart-rate'
import type { PlacedStage } from './course'
import { html, type Content, type Markup } from './markup'
import { timeScale, type TimeScale } from './scale'
import type { Report } from './schema'
import { facts, section, table } from './section'

/** Every drawing is made for two widths, so that its text keeps its size; the style sheet shows one of them. */
const WIDTHS = { wide: 840, narrow: 356 } as const

interface Drawing {
  caption: string
  /** `id` is unique to the copy drawn. */
  draw: (scale: TimeScale, id: string) => Markup
}

function figureOf(id: string, seconds: number, { caption, draw }: Drawing): Markup {
  const copies = Object.entries(WIDTHS).map(
    ([name, width]) => html`<div class="${name}">${draw(timeScale(seconds, width), `${id}-${name}`)}</div>`,
  )
  return html`<figure>
    ${copies}
    <figcaption>${caption}</figcaption>
  </figure>`
}

export function crossingSection(stages: readonly PlacedStage[], seconds: number): Markup {
  return section({
    id: 'crossing',
    title: 'The crossing',
    note: 'The heavy line is who serves. Thin lines are objects under way, down to AWS or home again.',
    body: figureOf('crossing-drawing', seconds, {
      caption:
        'The band holds the stages on the same clock; their numbers are those of the list further down.',
      draw: (scale, id) => drawCrossing(stages, { scale, id }),
    }),
  })
}

export function throughputSection(report: Report, stages: readonly PlacedStage[], seconds: number): Markup {
  const runs = runsByStage(report.throughput)
  const panels: RatePanel[] = [
    {
      label: 'Bytes per second',
      runs: runs.map((run) => run.map(({ at, bytesPerSecond }) => ({ at, value: bytesPerSecond }))),
      format: (value) => `${formatBytes(value)}/s`,
      base: 1024,
    },
    {
      label: 'Objects per second',
      runs: runs.map((run) => run.map(({ at, objectsPerSecond }) => ({ at, value: objectsPerSecond }))),
      format: (value) => `${rate(value)}/s`,
    },
  ]
  const body =
    report.throughput.length === 0
      ? html`<p>Nothing was copied.</p>`
      : figureOf('throughput-drawing', seconds, {
          caption: 'Lightly shaded: copying. Darker: cutover and revert.',
          draw: (scale, id) => drawRates({ title: 'Throughput over time', id, scale, stages, panels }),
        })
  const note = 'What arrived, in either direction, on the clock of the crossing.'
  return section({ id: 'throughput', title: 'Throughput', note, body })
}

export function applicationSection(report: Report, stages: readonly PlacedStage[], seconds: number): Markup {
  const { application, counts } = report
  const writes: RatePanel = {
    label: 'Acknowledged writes per second',
    runs: [application.samples.map(({ at, writesPerSecond }) => ({ at, value: writesPerSecond }))],
    format: (value) => `${rate(value)}/s`,
    bySide: true,
    ...(application.longestPauseAt === null
      ? {}
      : { pause: { at: application.longestPauseAt, seconds: application.longestPauseMs / 1000 } }),
  }
  const chart =
    application.samples.length === 0
      ? html`<p>The application made no write.</p>`
      : figureOf('application-drawing', seconds, {
          caption: 'Coloured by the side that took the write.',
          draw: (scale, id) =>
            drawRates({ title: 'Writes of the application over time', id, scale, stages, panels: [writes] }),
        })
  const figures = facts([
    { name: 'writes on Supabase', value: formatCount(counts.acknowledgedWrites.source) },
    { name: 'writes on AWS', value: formatCount(counts.acknowledgedWrites.aws) },
  ])
  return section({
    id: 'application',
    title: 'What the application noticed',
    note: 'A writer went on all the time and kept a ledger of every write it was told had succeeded.',
    body: [chart, figures, errors(application.errors)],
  })
}

function errors(found: Report['application']['errors']): Content {
  if (found.length === 0) return html`<p>No request of the application failed.</p>`
  return table({
    caption: 'Requests that failed, by what the application was told',
    columns: [{ title: 'Message' }, { title: 'Times', numeric: true }],
    rows: found.map(({ message, count }) => [html`<code>${message}</code>`, formatCount(count)]),
  })
}

function rate(value: number): string {
  return Number.isInteger(value) || value >= 100 ? formatCount(value) : value.toFixed(1)
}

type Sample = Report['throughput'][number]

/** Between two stages nothing is copied, so the curve may not bridge them. */
function runsByStage(samples: readonly Sample[]): Sample[][] {
  const runs: Sample[][] = []
  for (const sample of samples) {
    const last = runs.at(-1)
    if (last?.[0]?.stage === sample.stage) last.push(sample)
    else runs.push([sample])
  }
  return runs
}
