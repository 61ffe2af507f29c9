import type { PlannedResource } from '../resources/resource'
import type { Price } from './price'
import type { Usage } from './usage'

/** One thing on the bill, before free units are taken off. */
export interface CostItem {
  readonly what: string
  readonly price: Price
  /** In the price's unit, a month. */
  readonly quantity: number
  /** `fixed` is billed whatever happens; `usage` follows what users do. */
  readonly kind: 'fixed' | 'usage'
  /** Where the quantity comes from. */
  readonly basis: string
}

export interface CostContext {
  readonly usage: Usage
  /** Tasks by `<app>/<service>`: the deploy tool sets them, so no plan holds them. */
  readonly tasks: Readonly<Record<string, number>>
  readonly resources: readonly PlannedResource[]
}

/** What one resource costs. `unknown`: it costs something, and how much cannot be said from here. */
export type Estimate = readonly CostItem[] | { readonly unknown: string }
export type Estimator = (resource: PlannedResource, context: CostContext) => Estimate

type Amount = Pick<CostItem, 'quantity' | 'basis'>

export function fixed(what: string, price: Price, amount: Amount): CostItem {
  return { what, price, ...amount, kind: 'fixed' }
}

export function used(what: string, price: Price, amount: Amount): CostItem {
  return { what, price, ...amount, kind: 'usage' }
}

/** A share of the usage for each of the resources that it is spread over. */
export function shared(
  total: number,
  {
    resource,
    context,
    among,
  }: {
    resource: PlannedResource
    context: CostContext
    /** @default all of the type */
    among?: (other: PlannedResource) => boolean
  },
): number {
  const same = context.resources.filter((other) => other.type === resource.type && (among?.(other) ?? true))
  return total / Math.max(1, same.length)
}

/** Text of a value that must be known to price the resource. */
export function textOf(resource: PlannedResource, name: string): string | undefined {
  const value = resource.values[name]
  return typeof value === 'string' ? value : undefined
}

export function numberOf(resource: PlannedResource, name: string): number | undefined {
  const value = resource.values[name]
  return typeof value === 'number' ? value : undefined
}
