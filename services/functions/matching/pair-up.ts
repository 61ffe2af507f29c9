import type { Candidate } from './candidates'

export interface Pair {
  /** The lesser id first, as the table wants it. */
  readonly userA: string
  readonly userB: string
  readonly sharedHobbies: number
  readonly distanceKm: number
}

/**
 * Pairs users, each at most once: whoever waited longest chooses first, then whoever has the fewest to choose from.
 * A choice is the candidate with the most shared hobbies, then the nearest. The same input gives the same pairs.
 */
export function pairUp(candidates: readonly Candidate[]): Pair[] {
  const taken = new Set<string>()
  const pairs: Pair[] = []
  for (const choices of inTurn(candidates)) {
    const best = choices.find(({ userId, otherId }) => !taken.has(userId) && !taken.has(otherId))
    if (best === undefined) continue
    taken.add(best.userId).add(best.otherId)
    pairs.push(pairOf(best))
  }
  return pairs
}

/** Each user's choices, best first, in the order in which users choose. */
function inTurn(candidates: readonly Candidate[]): Candidate[][] {
  const byUser = new Map<string, Candidate[]>()
  for (const candidate of candidates) {
    const choices = byUser.get(candidate.userId)
    if (choices === undefined) byUser.set(candidate.userId, [candidate])
    else choices.push(candidate)
  }
  for (const choices of byUser.values()) choices.sort(better)
  return [...byUser.values()].sort(
    (one, other) =>
      waited(one, other) ||
      one.length - other.length ||
      byBest(one[0], other[0]) ||
      byText(one[0]?.userId, other[0]?.userId),
  )
}

function byBest(one: Candidate | undefined, other: Candidate | undefined): number {
  return one === undefined || other === undefined ? 0 : better(one, other)
}

function better(one: Candidate, other: Candidate): number {
  return (
    other.sharedHobbies - one.sharedHobbies ||
    one.distanceKm - other.distanceKm ||
    byText(one.otherId, other.otherId)
  )
}

/** Never matched comes before any week; dates in this form sort as text. */
function waited(one: readonly Candidate[], other: readonly Candidate[]): number {
  return byText(one[0]?.lastWeek ?? '', other[0]?.lastWeek ?? '')
}

function byText(one = '', other = ''): number {
  return one < other ? -1 : Number(one > other)
}

/** Lower-case UUIDs sort as text as PostgreSQL sorts them as numbers. */
function pairOf({ userId, otherId, sharedHobbies, distanceKm }: Candidate): Pair {
  const [userA, userB] = userId < otherId ? [userId, otherId] : [otherId, userId]
  return { userA, userB, sharedHobbies, distanceKm }
}
