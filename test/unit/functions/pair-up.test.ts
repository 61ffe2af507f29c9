import type { Candidate } from '../../../services/functions/matching/candidates'
import { pairUp } from '../../../services/functions/matching/pair-up'
import { weekOf } from '../../../services/functions/matching/week'

/** Both sides of each pair, as the database gives them. */
function candidates(
  pairs: readonly (readonly [string, string, number, number])[],
  lastWeeks = {},
): Candidate[] {
  const weeks: Readonly<Record<string, string>> = lastWeeks
  return pairs.flatMap(([a, b, sharedHobbies, distanceKm]) =>
    [
      [a, b],
      [b, a],
    ].map(([userId = '', otherId = '']) => ({
      userId,
      otherId,
      sharedHobbies,
      distanceKm,
      lastWeek: weeks[userId] ?? null,
    })),
  )
}

const names = (pairs: ReturnType<typeof pairUp>) => pairs.map(({ userA, userB }) => `${userA}-${userB}`)

describe('pairUp', () => {
  it('takes the most shared hobbies, then the nearest', () => {
    expect(
      names(
        pairUp(
          candidates([
            ['a', 'b', 1, 1],
            ['a', 'c', 2, 9],
          ]),
        ),
      ),
    ).toEqual(['a-c'])
    expect(
      names(
        pairUp(
          candidates([
            ['a', 'b', 1, 5],
            ['a', 'c', 1, 4],
          ]),
        ),
      ),
    ).toEqual(['a-c'])
  })

  it('lets those choose first who waited longest', () => {
    const wanted = candidates(
      [
        ['a', 'c', 3, 1],
        ['b', 'c', 1, 1],
      ],
      { a: '2026-01-12', b: '2026-01-05', c: '2026-01-12' },
    )
    expect(names(pairUp(wanted))).toEqual(['b-c'])
  })

  it('lets those choose first who have the fewest to choose from, so that fewer stay alone', () => {
    const pairs = pairUp(
      candidates([
        ['a', 'b', 5, 1],
        ['b', 'c', 1, 1],
        ['a', 'd', 1, 1],
      ]),
    )
    expect(names(pairs).sort()).toEqual(['a-d', 'b-c'])
  })

  it('names nobody twice, and the lesser id first', () => {
    const everybody = ['e', 'd', 'c', 'b', 'a']
    const all = everybody.flatMap((a, i) => everybody.slice(i + 1).map((b) => [a, b, 0, 1] as const))
    const pairs = pairUp(candidates(all))
    expect(pairs).toHaveLength(2)
    expect(new Set(pairs.flatMap(({ userA, userB }) => [userA, userB])).size).toBe(4)
    expect(pairs.every(({ userA, userB }) => userA < userB)).toBe(true)
  })

  it('gives the same pairs for the same candidates in any order', () => {
    const all = candidates([
      ['a', 'b', 1, 1],
      ['b', 'c', 1, 1],
      ['c', 'd', 1, 1],
      ['d', 'a', 1, 1],
    ])
    expect(pairUp([...all].reverse())).toEqual(pairUp(all))
  })
})

describe('weekOf', () => {
  it.each([
    ['2026-01-05T00:00:00Z', '2026-01-05'],
    ['2026-01-11T23:59:59.999Z', '2026-01-05'],
    ['2026-01-12T03:00:00Z', '2026-01-12'],
    ['2026-01-01T12:00:00Z', '2025-12-29'],
    ['2026-01-12T00:30:00+01:00', '2026-01-05'],
  ])('%s lies in the week of %s', (moment, monday) => {
    expect(weekOf(new Date(moment))).toBe(monday)
  })
})
