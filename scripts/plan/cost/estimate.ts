import type { CostContext, CostItem } from './item'
import { FREE_KINDS, KINDS } from './kinds'
import type { Price } from './price'
import { RANGE } from './usage'

/** USD a month. */
export interface Range {
  readonly low: number
  readonly expected: number
  readonly high: number
}

export interface CostLine {
  readonly stack: string
  readonly type: string
  readonly path: string
  readonly what: string
  readonly kind: 'fixed' | 'usage'
  readonly quantity: number
  readonly unit: string
  readonly unitUsd: number
  readonly basis: string
  readonly source: string
  readonly usd: Range
}

export interface UnknownCost {
  readonly stack: string
  readonly type: string
  readonly path: string
  readonly reason: string
}

export interface CostEstimate {
  readonly lines: readonly CostLine[]
  /** Cost something, and how much cannot be said: never counted as nothing. */
  readonly unknown: readonly UnknownCost[]
  readonly total: Range
}

type Case = keyof Range

/** Prices every resource of one system and environment. Free units are taken off once, in the order of the resources. */
export function estimateCost(context: CostContext): CostEstimate {
  const left = new Map<Price, Record<Case, number>>()
  const lines: CostLine[] = []
  const unknown: UnknownCost[] = []
  for (const resource of context.resources) {
    const { stack, type, path } = resource
    const estimate =
      KINDS[type]?.(resource, context) ?? (isFree(type) ? [] : { unknown: 'no price for this kind' })
    if ('unknown' in estimate) unknown.push({ stack, type, path, reason: estimate.unknown })
    else for (const item of estimate) lines.push({ stack, type, path, ...lineOf(item, left) })
  }
  return { lines, unknown, total: sum(lines.map(({ usd }) => usd)) }
}

export function sum(ranges: readonly Range[]): Range {
  const add = (of: Case): number => ranges.reduce((total, range) => total + range[of], 0)
  return { low: add('low'), expected: add('expected'), high: add('high') }
}

type FreeLeft = Map<Price, Record<Case, number>>

function lineOf(item: CostItem, left: FreeLeft): Omit<CostLine, 'stack' | 'type' | 'path'> {
  const { what, price, quantity, kind, basis } = item
  const free = left.get(price) ?? { low: price.free ?? 0, expected: price.free ?? 0, high: price.free ?? 0 }
  left.set(price, free)
  const billed = (of: Case): number => {
    const factor = kind === 'fixed' || of === 'expected' ? 1 : RANGE[of]
    const units = quantity * factor
    const taken = Math.min(units, free[of])
    free[of] -= taken
    return (units - taken) * price.usd
  }
  const usd = { low: billed('low'), expected: billed('expected'), high: billed('high') }
  return { what, kind, quantity, unit: price.unit, unitUsd: price.usd, basis, source: price.source, usd }
}

function isFree(type: string): boolean {
  return FREE_KINDS.some((kind) => kind.test(type))
}
