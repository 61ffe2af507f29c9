import type { CommitmentOffer } from './commitments'
import type { CostEstimate, CostLine, Range } from './estimate'
import { sum } from './estimate'
import type { MovingCost } from './moving'
import { PRICED_REGION, PRICES_AS_OF } from './price'
import type { SupabaseLine } from './supabase'
import type { Usage } from './usage'

/** One target's bill, with everything it rests on. */
export interface CostReport {
  readonly target: string
  readonly usage: Usage
  readonly estimate: CostEstimate
  readonly commitments: readonly CommitmentOffer[]
  readonly supabase: readonly SupabaseLine[]
  readonly moving: readonly MovingCost[]
  readonly takingOut: Range
}

/** For a terminal. */
export function renderCost(report: CostReport): string[] {
  const { target, usage, estimate, supabase } = report
  return [
    `${target}, ${usage.name} usage (${usage.description}): ${range(estimate.total)} USD a month`,
    `Prices of ${PRICED_REGION} as of ${PRICES_AS_OF}, on demand, without tax. Fixed parts are exact; usage is taken half and twice.`,
    '',
    ...byStack(estimate.lines).flatMap(([stack, lines]) => stackLines(stack, lines)),
    ...estimate.unknown.map(
      ({ stack, path, type, reason }) => `  unknown      ${stack}/${path} (${type}): ${reason}`,
    ),
    '',
    `Supabase for the same use: ${range(sum(supabase.map(({ usd }) => usd)))} USD a month`,
    ...supabase.filter(({ usd }) => usd.high > 0).map(({ what, usd }) => `  ${pad(range(usd))} ${what}`),
    '',
    'Both at once, while it moves, a month:',
    ...report.moving.map(
      ({ phase, own, both }) => `  ${pad(range(both))} from ${phase} on (it adds ${range(own)})`,
    ),
    `  ${pad(range(report.takingOut))} once, egress of Supabase for the stored objects`,
    '',
    ...(report.commitments.length === 0 ? [] : ['Commitments, at best:']),
    ...report.commitments.map(
      ({ name, coveredUsd, savingMaxUsd }) =>
        `  ${pad(`-${money(savingMaxUsd)}`)} ${name} (of ${money(coveredUsd)} that it covers)`,
    ),
  ]
}

/** Each line of a dollar and more by itself; the many small ones by kind. */
function stackLines(stack: string, lines: readonly CostLine[]): string[] {
  const large = lines.filter(({ usd }) => usd.high >= SHOWN_ALONE_USD)
  const small = lines.filter(({ usd }) => usd.high < SHOWN_ALONE_USD)
  const kinds = [...new Set(small.map(({ type, what }) => `${type}: ${what}`))].map((kind) => {
    const same = small.filter(({ type, what }) => kind === `${type}: ${what}`)
    return {
      text: `${same.length} × ${kind} (${same[0]?.basis ?? ''})`,
      usd: sum(same.map(({ usd }) => usd)),
    }
  })
  return [
    `${stack}: ${range(sum(lines.map(({ usd }) => usd)))}`,
    ...large.map(
      ({ usd, path, what, quantity, unit, basis }) =>
        `  ${pad(range(usd))} ${path}: ${what}, ${amount(quantity)} ${unit} (${basis})`,
    ),
    ...kinds
      .filter(({ usd }) => usd.high >= SHOWN_USD)
      .map(({ text, usd }) => `  ${pad(range(usd))} ${text}`),
  ]
}

const SHOWN_ALONE_USD = 1
const SHOWN_USD = 0.01

function byStack(lines: readonly CostLine[]): [string, CostLine[]][] {
  const stacks = new Map<string, CostLine[]>()
  for (const line of lines) stacks.set(line.stack, [...(stacks.get(line.stack) ?? []), line])
  return [...stacks]
}

/** `12.41`, or `8.10–32.40` where it is not exact. */
export function range({ low, high }: Range): string {
  return money(low) === money(high) ? money(low) : `${money(low)}–${money(high)}`
}

export function money(usd: number): string {
  return usd.toFixed(2)
}

function amount(quantity: number): string {
  return Number.isInteger(quantity) ? String(quantity) : quantity.toPrecision(3)
}

function pad(text: string): string {
  return text.padStart(15)
}
