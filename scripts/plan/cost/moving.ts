import { PHASE_STACKS, type PhaseName } from '../../../cdktf/config/phases'
import { sum, type CostLine, type Range } from './estimate'
import { supabaseBill } from './supabase'
import type { Usage } from './usage'

export interface MovingCost {
  readonly phase: PhaseName
  /** AWS a month for this phase's own stacks. */
  readonly own: Range
  /** AWS for this phase and all before it, and Supabase, which runs until the end: both sides at once. */
  readonly both: Range
}

/** What a month costs between the apply of each phase and the next: old and new side by side. */
export function movingCosts(lines: readonly CostLine[], usage: Usage): MovingCost[] {
  const supabase = sum(supabaseBill(usage).map(({ usd }) => usd))
  const phases = Object.entries(PHASE_STACKS) as [PhaseName, readonly string[]][]
  let soFar: Range = supabase
  return phases.flatMap(([phase, stacks]) => {
    const own = sum(
      lines.filter(({ stack }) => stacks.some((name) => stack.endsWith(`-${name}`))).map(({ usd }) => usd),
    )
    if (own.high === 0) return []
    soFar = sum([soFar, own])
    return [{ phase, own, both: soFar }]
  })
}
