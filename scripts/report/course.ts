import type { Report } from './schema'
import type { Stage } from './schema-stage'

export type Side = 'source' | 'aws'
export type LegName = 'preparing' | 'forward' | 'back' | 'forward again' | 'complete'

/** A stage placed on the run's clock. `number` counts from 1, as the page and the terminal show it. */
export interface PlacedStage {
  stage: Stage
  number: number
  /** Seconds since the run started. */
  from: number
  to: number
  leg: LegName
  /** Who served when it began and when it ended; null while nobody could tell (a crossing failed midway). */
  servedBefore: Side | null
  servedAfter: Side | null
}

export interface Leg {
  name: LegName
  from: number
  to: number
}

/** Seconds the run took. */
export function runSeconds(report: Report): number {
  return secondsBetween(report.startedAt, report.finishedAt)
}

/** Every stage with its place in time, the leg it belongs to and who served. */
export function placeStages(report: Report): PlacedStage[] {
  let side: Side | null = 'source'
  let leg: LegName = 'preparing'
  return report.stages.map((stage, index) => {
    const from = secondsBetween(report.startedAt, stage.startedAt)
    const servedBefore = side
    side = sideAfter(stage, side)
    leg = legOf(stage, leg)
    return { stage, number: index + 1, from, to: from + stage.seconds, leg, servedBefore, servedAfter: side }
  })
}

/** Consecutive stages of one leg taken together. */
export function legs(stages: readonly PlacedStage[]): Leg[] {
  const found: Leg[] = []
  for (const { leg, from, to } of stages) {
    const last = found.at(-1)
    if (last?.name === leg) last.to = to
    else found.push({ name: leg, from, to })
  }
  return found
}

function sideAfter(stage: Stage, before: Side | null): Side | null {
  const goal = stage.kind === 'cutover' ? 'aws' : stage.kind === 'revert' ? 'source' : undefined
  if (goal === undefined || stage.outcome === 'skipped') return before
  return stage.outcome === 'failed' ? null : goal
}

function legOf(stage: Stage, current: LegName): LegName {
  if (stage.kind === 'revert') return 'back'
  if (stage.kind === 'complete') return 'complete'
  if (stage.kind !== 'copy' && stage.kind !== 'cutover') return current
  if (current === 'preparing') return 'forward'
  return current === 'back' ? 'forward again' : current
}

function secondsBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000)
}
