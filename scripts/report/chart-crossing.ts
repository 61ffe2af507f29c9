import { formatClock, formatDuration } from '../engine/format'
import type { LegName, PlacedStage, Side } from './course'
import { legs } from './course'
import { html, type Content, type Markup } from './markup'
import { round, timeTicks, type TimeScale } from './scale'

const ROW = 18
const SOURCE_Y = 44
const AWS_Y = 148
const STRIP_Y = 176
const STRIP_HEIGHT = 18
const AXIS_Y = STRIP_Y + STRIP_HEIGHT + 20
const MARK_RADIUS = 9.5
/** Width of a character of the drawings' 12-pixel text, generously. */
const CHARACTER = 7
/** Distance between two of the thin lines that stand for objects under way. */
const OBJECT_GAP = 6

export interface CrossingOptions {
  scale: TimeScale
  /** Makes ids unique: the page holds this drawing twice, for wide and for narrow windows. */
  id: string
}

/** Who served when: two banks, the course between them, objects under way, the stages below on the same clock. */
export function drawCrossing(stages: readonly PlacedStage[], { scale, id }: CrossingOptions): Markup {
  const labels = legLabels(stages, scale)
  const top = Math.max(1, ...labels.map((label) => label.row + 1)) * ROW
  return html`<svg
    class="drawing"
    viewBox="0 0 ${scale.width} ${top + AXIS_Y + 6}"
    role="img"
    aria-labelledby="${id}-t ${id}-d"
  >
    <title id="${id}-t">The crossing, over time</title>
    <desc id="${id}-d">${describe(stages)}</desc>
    ${labels.map((label) => legMark(label, top))}
    <g transform="translate(0 ${top})">
      ${stages.map((placed) => objectsUnderWay(placed, scale))} ${banks(stages, scale)}
      ${course(stages, scale)} ${stages.map((placed) => mark(placed, scale))}
      ${stages.map((placed) => strip(placed, scale))} ${timeAxis(scale, AXIS_Y)}
    </g>
  </svg>`
}

/** The clock below a drawing. */
export function timeAxis(scale: TimeScale, y: number): Content {
  return timeTicks(scale).map((at) => {
    const x = scale(at)
    const anchor = x < 12 ? 'start' : x > scale.width - 16 ? 'end' : 'middle'
    return html`<text class="small" x="${x}" y="${y}" text-anchor="${anchor}">${formatClock(at)}</text>`
  })
}

interface LegLabel {
  name: LegName
  x: number
  textX: number
  row: number
}

/**
 * Each name starts where its leg does. One that would run into what stands right of it, name or dotted line, moves up
 * a row; hence from right to left.
 */
function legLabels(stages: readonly PlacedStage[], scale: TimeScale): LegLabel[] {
  const placed: LegLabel[] = []
  for (const leg of legs(stages).reverse()) {
    const x = scale(leg.from)
    const length = leg.name.length * CHARACTER
    const textX = Math.max(0, Math.min(x + 5, scale.width - length))
    const inTheWay = placed.filter((label) => Math.min(label.x, label.textX) < textX + length + 4)
    const row = Math.max(-1, ...inTheWay.map((label) => label.row)) + 1
    placed.push({ name: leg.name, x, textX, row })
  }
  return placed.reverse()
}

function legMark({ name, x, textX, row }: LegLabel, top: number): Markup {
  const y = top - row * ROW - 6
  // A name pushed back from the right edge stands above its line, not beside it.
  const lineTop = textX < x ? y + 5 : y - 10
  const line =
    x < 1
      ? ''
      : html`<line class="leg" x1="${x}" x2="${x}" y1="${lineTop}" y2="${top + STRIP_Y + STRIP_HEIGHT}" />`
  return html`${line}<text class="leg-name" x="${textX}" y="${y}">${name}</text>`
}

function banks(stages: readonly PlacedStage[], scale: TimeScale): Markup {
  const completed = stages.find(({ stage }) => stage.kind === 'complete' && stage.outcome === 'done')
  const lastsUntil = completed === undefined ? scale.width : scale(completed.to)
  return html`<line class="bank" x1="0" x2="${lastsUntil}" y1="${SOURCE_Y}" y2="${SOURCE_Y}" />
    <line class="bank" x1="0" x2="${scale.width}" y1="${AWS_Y}" y2="${AWS_Y}" />
    <text class="bank-name source" x="0" y="${SOURCE_Y - 9}">Supabase</text>
    <text class="bank-name aws" x="0" y="${AWS_Y - 9}">AWS</text>`
}

const MIDDLE_Y = (SOURCE_Y + AWS_Y) / 2

function sideY(side: Side | null): number {
  if (side === null) return MIDDLE_Y
  return side === 'source' ? SOURCE_Y : AWS_Y
}

/** The line of who serves: along a bank, across in a cutover or revert, ending midway where a crossing failed. */
function course(stages: readonly PlacedStage[], scale: TimeScale): Content {
  const moving = stages.filter(({ stage }) => stage.kind !== 'world')
  const crossings = moving.filter(({ servedBefore, servedAfter }) => servedBefore !== servedAfter)
  const from = moving[0]?.from ?? 0
  return [
    ...crossings.map((placed) => across(placed, scale)),
    // Along the bank from one crossing to the next: also between stages somebody serves.
    along({ side: 'source', x1: scale(from), x2: scale(crossings[0]?.from ?? scale.seconds) }),
    ...crossings.map(({ servedAfter, to }, index) =>
      along({ side: servedAfter, x1: scale(to), x2: scale(crossings[index + 1]?.from ?? scale.seconds) }),
    ),
  ]
}

function along({ side, x1, x2 }: { side: Side | null; x1: number; x2: number }): Content {
  if (side === null) return ''
  return html`<line class="course ${side}" x1="${x1}" x2="${x2}" y1="${sideY(side)}" y2="${sideY(side)}" />`
}

function across({ from, to, servedBefore, servedAfter }: PlacedStage, scale: TimeScale): Markup {
  const [x1, x2] = [scale(from), scale(to)]
  const [y1, y2] = [sideY(servedBefore), sideY(servedAfter)]
  const middle = round((x1 + x2) / 2)
  return html`<path class="course" d="M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}" />`
}

/** A fall of thin lines while bytes are under way, pointing where they go. */
function objectsUnderWay({ stage, from, to, leg }: PlacedStage, scale: TimeScale): Content {
  if ((stage.kind !== 'copy' && stage.kind !== 'revert') || stage.outcome === 'skipped') return ''
  const home = leg === 'back'
  const [start, end] = home ? [AWS_Y - 5, SOURCE_Y + 7] : [SOURCE_Y + 5, AWS_Y - 7]
  const head = home ? 5 : -5
  const first = scale(from) + OBJECT_GAP / 2
  const lines = Math.max(1, Math.floor((scale(to) - scale(from)) / OBJECT_GAP))
  const d = Array.from({ length: lines }, (_, index) => {
    const x = round(first + index * OBJECT_GAP)
    return `M${x} ${start}V${end}m-2 ${head}l2 ${-head}l2 ${head}`
  }).join('')
  return html`<path class="objects ${home ? 'aws' : 'source'}" d="${d}" />`
}

/** A numbered mark where a cutover or revert arrived, where the phase was completed, or where a stage failed. */
function mark({ stage, number, to, servedAfter }: PlacedStage, scale: TimeScale): Content {
  const failed = stage.outcome === 'failed'
  const switches = stage.kind === 'cutover' || stage.kind === 'revert' || stage.kind === 'complete'
  if (!failed && (!switches || stage.outcome === 'skipped')) return ''
  const x = Math.min(scale.width - MARK_RADIUS - 1, Math.max(MARK_RADIUS + 1, scale(to)))
  const y = sideY(servedAfter)
  const look = failed ? 'wrong' : (servedAfter ?? '')
  return html`<g class="mark ${look}">
    <circle cx="${x}" cy="${y}" r="${MARK_RADIUS}" /><text x="${x}" y="${y + 4}" text-anchor="middle"
      >${number}</text
    >
  </g>`
}

function strip({ stage, number, from, to }: PlacedStage, scale: TimeScale): Markup {
  const x = scale(from)
  const width = Math.max(1.5, round(scale(to) - x - 1))
  const label =
    width < 15
      ? ''
      : html`<text x="${round(x + width / 2)}" y="${STRIP_Y + 13}" text-anchor="middle">${number}</text>`
  return html`<g class="strip ${stripLook(stage)}">
    <title>${number}. ${stage.title}, ${formatDuration(stage.seconds)}</title>
    <rect x="${x}" y="${STRIP_Y}" width="${width}" height="${STRIP_HEIGHT}" />${label}
  </g>`
}

export function stripLook(stage: PlacedStage['stage']): string {
  if (stage.outcome !== 'done') return stage.outcome
  if (stage.kind === 'copy') return 'copies'
  return stage.kind === 'cutover' || stage.kind === 'revert' || stage.kind === 'complete'
    ? 'switches'
    : 'other'
}

function describe(stages: readonly PlacedStage[]): string {
  const told = stages.map(
    ({ stage, number, from }) =>
      `${number}, ${stage.title}, at ${formatClock(from)}, ${formatDuration(stage.seconds)}, ${stage.outcome}`,
  )
  return `Stages in order: ${told.join('; ')}.`
}
