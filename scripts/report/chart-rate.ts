import { formatClock, formatDuration } from '../engine/format'
import { timeAxis } from './chart-crossing'
import type { PlacedStage, Side } from './course'
import { html, type Content, type Markup } from './markup'
import { niceCeiling, round, thinned, type Point, type TimeScale } from './scale'

const PANEL_HEIGHT = 84
const PANEL_TOP = 24
const PANEL_GAP = 14
const AXIS_HEIGHT = 20

export interface RatePanel {
  label: string
  /** One list per run of samples: nothing is drawn between two lists. */
  runs: readonly (readonly Point[])[]
  /** "60 MiB/s" */
  format: (value: number) => string
  base?: 1000 | 1024
  /** Colours the curve by who served, instead of in ink. */
  bySide?: boolean
  pause?: { at: number; seconds: number }
}

export interface RateChartOptions {
  title: string
  id: string
  scale: TimeScale
  stages: readonly PlacedStage[]
  panels: readonly RatePanel[]
}

/** Rates over time, one panel each, on the clock of the crossing's drawing; stages that copy or switch are shaded. */
export function drawRates({ title, id, scale, stages, panels }: RateChartOptions): Markup {
  const pitch = PANEL_TOP + PANEL_HEIGHT + PANEL_GAP
  const height = panels.length * pitch + AXIS_HEIGHT
  return html`<svg
    class="drawing"
    viewBox="0 0 ${scale.width} ${height}"
    role="img"
    aria-labelledby="${id}-t ${id}-d"
  >
    <title id="${id}-t">${title}</title>
    <desc id="${id}-d">${panels.map(describePanel).join(' ')}</desc>
    ${panels.map((panel, index) => {
      const drawn = drawPanel(panel, stages, scale)
      return html`<g transform="translate(0 ${index * pitch + PANEL_TOP})">${drawn}</g>`
    })}
    ${timeAxis(scale, panels.length * pitch + 8)}
  </svg>`
}

function drawPanel(panel: RatePanel, stages: readonly PlacedStage[], scale: TimeScale): Content {
  const highest = panel.runs.flat().reduce((most, point) => Math.max(most, point.value), 0)
  // The longest pause is named above the curve: leave room for the words.
  const top = niceCeiling(panel.pause === undefined ? highest : highest * 1.35, panel.base)
  const y = (value: number): number => round(PANEL_HEIGHT * (1 - value / top))
  return [
    stages.map((placed) => shade(placed, scale)),
    html`<line class="grid" x1="0" x2="${scale.width}" y1="0" y2="0" />
      <line class="base" x1="0" x2="${scale.width}" y1="${PANEL_HEIGHT}" y2="${PANEL_HEIGHT}" />
      <text class="panel-name" x="0" y="-8">${panel.label}</text>
      <text class="small" x="${scale.width}" y="-8" text-anchor="end">${panel.format(top)}</text>`,
    curves(panel, stages, scale).map(({ side, points }) => curve({ side, points, scale, y })),
    panel.pause === undefined ? '' : pauseMark(panel.pause, scale),
  ]
}

function shade({ stage, from, to }: PlacedStage, scale: TimeScale): Content {
  const switches = stage.kind === 'cutover' || stage.kind === 'revert'
  if (stage.outcome === 'skipped' || (!switches && stage.kind !== 'copy')) return ''
  const width = Math.max(1, round(scale(to) - scale(from)))
  const look = switches ? 'shade-switch' : 'shade-copy'
  return html`<rect class="${look}" x="${scale(from)}" y="0" width="${width}" height="${PANEL_HEIGHT}" />`
}

interface Curve {
  side: Side | null
  points: Point[]
}

function curves(panel: RatePanel, stages: readonly PlacedStage[], scale: TimeScale): Curve[] {
  return panel.runs.flatMap((run) => {
    const points = thinned(run, scale)
    return panel.bySide === true ? cutBySide(points, stages) : [{ side: null, points }]
  })
}

/** Curves cut where the serving side changes; neighbours share the point they meet in. */
function cutBySide(points: readonly Point[], stages: readonly PlacedStage[]): Curve[] {
  const found: Curve[] = []
  for (const point of points) {
    const side = servedAt(stages, point.at)
    const last = found.at(-1)
    if (last?.side === side) last.points.push(point)
    else {
      last?.points.push(point)
      found.push({ side, points: [point] })
    }
  }
  return found
}

function servedAt(stages: readonly PlacedStage[], at: number): Side | null {
  const placed = stages.findLast((candidate) => candidate.from <= at)
  if (placed === undefined) return 'source'
  return at < placed.to ? placed.servedBefore : placed.servedAfter
}

interface CurveOptions extends Curve {
  scale: TimeScale
  y: (value: number) => number
}

function curve({ side, points, scale, y }: CurveOptions): Content {
  const first = points[0]
  const last = points.at(-1)
  if (first === undefined || last === undefined) return ''
  const line = points.map((point) => `${scale(point.at)} ${y(point.value)}`).join('L')
  const look = side ?? ''
  return html`<path
      class="area ${look}"
      d="M${scale(first.at)} ${PANEL_HEIGHT}L${line}L${scale(last.at)} ${PANEL_HEIGHT}Z"
    /><path class="curve ${look}" d="M${line}" />`
}

/** Where the application waited longest, said beside the dip. */
function pauseMark({ at, seconds }: { at: number; seconds: number }, scale: TimeScale): Markup {
  const x = scale(at)
  const width = Math.max(2, round(scale(at + seconds) - x))
  const left = x > scale.width / 2
  const text = `longest pause ${formatDuration(seconds)}`
  return html`<rect class="pause" x="${x}" y="0" width="${width}" height="${PANEL_HEIGHT}" />
    <text
      class="pause-name"
      x="${left ? x - 6 : x + width + 6}"
      y="14"
      text-anchor="${left ? 'end' : 'start'}"
    >
      ${text}
    </text>`
}

function describePanel(panel: RatePanel): string {
  const points = panel.runs.flat()
  if (points.length === 0) return `${panel.label}: no samples.`
  const highest = points.reduce((a, b) => (b.value > a.value ? b : a))
  const pause =
    panel.pause === undefined
      ? ''
      : ` Longest pause ${formatDuration(panel.pause.seconds)} at ${formatClock(panel.pause.at)}.`
  return `${panel.label}: highest ${panel.format(highest.value)} at ${formatClock(highest.at)}.${pause}`
}
