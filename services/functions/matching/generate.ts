import type { ClientBase } from 'pg'
import { z } from 'zod'
import { withTransaction } from '../../shared/database/with-database'
import { findCandidates } from './candidates'
import { pairUp, type Pair } from './pair-up'

/** One run at a time, for all weeks: a pair of last week that is being written must be seen by this week's run. */
const LOCK = `select pg_advisory_xact_lock(hashtextextended('supabase-to-aws matching', 0))`

const INSERT_MATCHES = `
  with chosen as (
    select * from unnest($2::uuid[], $3::uuid[], $4::integer[], $5::float8[]) as c(user_a, user_b, shared, km)
  ), made as (
    insert into matches (week, user_a, user_b, shared_hobbies, distance_km)
    select $1, user_a, user_b, shared, km from chosen
    on conflict do nothing
    returning id, user_a, user_b
  ), sides as (
    select id as match_id, user_a as user_id from made union all select id, user_b from made
  ), members as (
    insert into match_members (week, user_id, match_id) select $1, user_id, match_id from sides
  ), opened as (
    insert into conversations (match_id) select id from made returning id, match_id
  ), participants as (
    insert into conversation_participants (conversation_id, user_id)
    select opened.id, sides.user_id from opened join sides using (match_id)
  )
  select id from made`

export interface BatchResult {
  readonly week: string
  /** Made by this run. 0: the week was done already, or nobody is left who could meet. */
  readonly matches: number
}

export interface Match {
  readonly matchId: string
  readonly conversationId: string | null
  readonly week: string
  readonly userId: string
  readonly sharedHobbies: number
  readonly distanceKm: number
}

/** Matches everybody who is free in the week. Running it again adds whom the first run could not match, and nobody twice. */
export async function matchEverybody(client: ClientBase, week: string): Promise<BatchResult> {
  return withTransaction(client, async () => {
    await client.query(LOCK)
    let matches = 0
    // Where many live close together, a user's best may all be taken: those left over choose again among themselves.
    for (;;) {
      const made = await insertMatches(client, week, pairUp(await findCandidates(client, { week })))
      if (made === 0) return { week, matches }
      matches += made
    }
  })
}

/** The caller's match of the week: the one there is, or a new one. Undefined where nobody is left who could meet. */
export async function matchOne(
  client: ClientBase,
  { week, userId }: { week: string; userId: string },
): Promise<Match | undefined> {
  return withTransaction(client, async () => {
    await client.query(LOCK)
    const existing = await matchOf(client, week, userId)
    if (existing !== undefined) return existing
    await insertMatches(client, week, pairUp(await findCandidates(client, { week, userId })))
    return matchOf(client, week, userId)
  })
}

async function insertMatches(client: ClientBase, week: string, pairs: readonly Pair[]): Promise<number> {
  if (pairs.length === 0) return 0
  const { rowCount } = await client.query(INSERT_MATCHES, [
    week,
    pairs.map(({ userA }) => userA),
    pairs.map(({ userB }) => userB),
    pairs.map(({ sharedHobbies }) => sharedHobbies),
    pairs.map(({ distanceKm }) => distanceKm),
  ])
  return rowCount ?? 0
}

const matchSchema = z.object({
  matchId: z.string(),
  conversationId: z.string().nullable(),
  week: z.string(),
  userId: z.string(),
  sharedHobbies: z.int(),
  distanceKm: z.number(),
})

async function matchOf(client: ClientBase, week: string, userId: string): Promise<Match | undefined> {
  const { rows } = await client.query(
    `select m.id as "matchId", c.id as "conversationId", m.week::text,
            case when m.user_a = $2 then m.user_b else m.user_a end as "userId",
            m.shared_hobbies as "sharedHobbies", m.distance_km as "distanceKm"
       from match_members mm
       join matches m on m.id = mm.match_id
       left join conversations c on c.match_id = m.id
      where mm.week = $1 and mm.user_id = $2`,
    [week, userId],
  )
  return matchSchema.array().parse(rows)[0]
}
