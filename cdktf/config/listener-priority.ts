import { createHash } from 'node:crypto'

export interface ListenerRule {
  /** `aiuteur/api`. */
  readonly key: string
  readonly paths: readonly string[]
}

/** A load balancer takes 1 to 50000: ten bands by how exact a rule is. */
const BANDS = 10
const BAND_WIDTH = 5000

/**
 * Priority of each rule by its key. Exact paths come before general ones, and a new service does not move the others:
 * renumbering would need numbers that are taken. Throws where two keys fall on one number.
 */
export function listenerPriorities(rules: readonly ListenerRule[]): ReadonlyMap<string, number> {
  const owners = new Map<number, string>()
  for (const rule of rules) {
    const priority = priorityOf(rule)
    const other = owners.get(priority)
    if (other !== undefined)
      throw new RangeError(`${rule.key} and ${other} get the same listener priority ${priority}: rename one`)
    owners.set(priority, rule.key)
  }
  return new Map([...owners].map(([priority, key]) => [key, priority]))
}

function priorityOf({ key, paths }: ListenerRule): number {
  const exactness = Math.min(BANDS - 1, ...paths.map(literalSegments))
  return (BANDS - 1 - exactness) * BAND_WIDTH + 1 + (numberOf(key) % BAND_WIDTH)
}

/** `/api/jobs/*` has two. */
function literalSegments(path: string): number {
  return path.split('/').filter((segment) => segment !== '' && !/[*?]/.test(segment)).length
}

function numberOf(key: string): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0)
}
