import type { Price } from './price'
import type { Range } from './estimate'
import type { Usage } from './usage'

const SOURCE = 'https://supabase.com/docs/guides/platform/billing-on-supabase'

/** Pro plan: what it holds, and what every unit beyond it costs. */
const PRO = {
  base: { usd: 25, unit: 'organisation', source: SOURCE },
  storage: { usd: 0.021, unit: 'GB', source: SOURCE, free: 100 },
  egress: { usd: 0.09, unit: 'GB', source: SOURCE, free: 250 },
  /** Answered by the CDN. */
  cachedEgress: { usd: 0.03, unit: 'GB', source: SOURCE, free: 250 },
  activeUsers: { usd: 0.00325, unit: 'active user', source: SOURCE, free: 100_000 },
} as const satisfies Record<string, Price>

/** Compute add-on of a project; 10 USD of it are in the plan. */
const COMPUTE: Readonly<Record<string, number>> = { small: 10, medium: 15, large: 110 }
const COMPUTE_CREDIT = 10

export interface SupabaseLine {
  readonly what: string
  readonly usd: Range
}

/** The bill of one project on Supabase's Pro plan for the same use. Egress lies between all cached and none. */
export function supabaseBill(usage: Usage): readonly SupabaseLine[] {
  const out = usage.deliveredGb + usage.apiOutGb
  const cached = beyond(out, PRO.cachedEgress)
  const uncached = beyond(out, PRO.egress)
  return [
    exact('Pro plan', PRO.base.usd),
    exact('compute beyond the credit', Math.max(0, (COMPUTE[usage.name] ?? 0) - COMPUTE_CREDIT)),
    exact('storage', beyond(usage.storedGb, PRO.storage)),
    { what: 'egress', usd: { low: cached, expected: (cached + uncached) / 2, high: uncached } },
    exact('active users', beyond(usage.activeUsers, PRO.activeUsers)),
  ]
}

/** What it costs once to take the stored objects out, all of them beyond the plan's egress in the worst case. */
export function takingOutUsd(usage: Usage): Range {
  const worst = usage.storedGb * PRO.egress.usd
  return { low: beyond(usage.storedGb, PRO.egress), expected: worst / 2, high: worst }
}

function beyond(units: number, price: Price): number {
  return Math.max(0, units - (price.free ?? 0)) * price.usd
}

function exact(what: string, usd: number): SupabaseLine {
  return { what, usd: { low: usd, expected: usd, high: usd } }
}
