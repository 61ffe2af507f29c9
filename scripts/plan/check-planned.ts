import { checkResources, type CheckResult } from './check'
import { together } from './check-scope'
import type { PlannedResource } from './resources/resource'
import { RULES } from './rules'
import { WAIVERS } from './waivers'

/** Everything that is synthesised. `today`: `2026-11-20`. */
export function checkSynthesized(synthesized: readonly PlannedResource[], today: string): CheckResult {
  return checkResources(synthesized, { waivers: WAIVERS, today })
}

/** The planned stack among the others as they are synthesised; what a plan does not show is judged as synthesised. */
export function checkPlanned(of: {
  readonly synthesized: readonly PlannedResource[]
  readonly planned: readonly PlannedResource[]
  readonly stack: string
  readonly today: string
}): CheckResult {
  const { synthesized, planned, stack, today } = of
  const others = synthesized.filter((resource) => resource.stack !== stack)
  const options = { waivers: WAIVERS, today, isPartial: true }
  return together(
    checkResources([...others, ...planned], options),
    checkResources(synthesized, {
      ...options,
      waivers: WAIVERS.filter(({ rule }) => SYNTH_RULES.some(({ id }) => id === rule)),
      rules: SYNTH_RULES,
    }),
  )
}

const SYNTH_RULES = RULES.filter(({ judges }) => judges === 'synth')
