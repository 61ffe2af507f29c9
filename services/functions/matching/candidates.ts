import type { ClientBase } from 'pg'
import { z } from 'zod'

/** Somebody a user could meet. Every pair appears from both sides, unless one side has too many better ones. */
export interface Candidate {
  readonly userId: string
  readonly otherId: string
  readonly sharedHobbies: number
  readonly distanceKm: number
  /** Last week in which the user was matched, as `2026-01-05`; null: never yet. */
  readonly lastWeek: string | null
}

export interface CandidatesOf {
  /** Monday of the week, as `2026-01-05`. */
  readonly week: string
  /** One user only. @default everybody who is free this week */
  readonly userId?: string | undefined
}

/** More than the best fifty per user would fill memory and change nothing: who loses all fifty gets another round. */
const BEST_PER_USER = 50

/** Mean radius of the Earth (IUGG), and the length of a degree of latitude a little too short, so that the box is no trap. */
const HAVERSINE = {
  distanceKm: `2 * 6371.0088 * asin(least(1, sqrt(
      sin(radians(b.latitude - a.latitude) / 2) ^ 2
      + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(radians(b.longitude - a.longitude) / 2) ^ 2)))`,
  near: `b.latitude between a.latitude - a.match_radius_km / 110.5 and a.latitude + a.match_radius_km / 110.5`,
  located: 'latitude is not null and longitude is not null',
}

const POSTGIS = {
  distanceKm: 'st_distance(a.location_point, b.location_point) / 1000',
  near: 'st_dwithin(a.location_point, b.location_point, a.match_radius_km * 1000)',
  located: 'location_point is not null',
}

const rowSchema = z.object({
  userId: z.string(),
  otherId: z.string(),
  sharedHobbies: z.int(),
  distanceKm: z.number(),
  lastWeek: z.string().nullable(),
})

/** Who could be matched with whom: both free this week, each within the other's radius, never matched before. */
export async function findCandidates(client: ClientBase, of: CandidatesOf): Promise<Candidate[]> {
  const geometry = (await hasLocationPoint(client)) ? POSTGIS : HAVERSINE
  // Everybody is compared with everybody near: pair by pair, looking each up in an index, takes ten times as long.
  await client.query('set local enable_nestloop = off')
  const { rows } = await client.query(candidatesSql(geometry), [of.week, of.userId ?? null, BEST_PER_USER])
  return rowSchema.array().parse(rows)
}

async function hasLocationPoint(client: ClientBase): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from pg_attribute
      where attrelid = to_regclass('users') and attname = 'location_point' and not attisdropped`,
  )
  return rowCount === 1
}

function candidatesSql({ distanceKm, near, located }: typeof HAVERSINE): string {
  return `
    with free as not materialized (
      select * from users u
       where u.wants_matches and ${located}
         and not exists (select from match_members m where m.week = $1 and m.user_id = u.id)
    )
    select a.id as "userId", best.id as "otherId", best.shared as "sharedHobbies", best.km as "distanceKm",
           (select max(m.week)::text from match_members m where m.user_id = a.id) as "lastWeek"
      from free a
      cross join lateral (
        select b.id, coalesce(h.shared, 0) as shared, distance.km
          from free b
          cross join lateral (select ${distanceKm} as km) distance
          left join (
            select theirs.user_id, count(*)::integer as shared
              from user_hobbies mine join user_hobbies theirs using (hobby_id)
             where mine.user_id = a.id
             group by theirs.user_id
          ) h on h.user_id = b.id
         where b.id <> a.id and ${near}
           and distance.km <= least(a.match_radius_km, b.match_radius_km)
           and not exists (
             select from matches m where m.user_a = least(a.id, b.id) and m.user_b = greatest(a.id, b.id))
         order by coalesce(h.shared, 0) desc, distance.km, b.id
         limit $3
      ) best
     where $2::uuid is null or a.id = $2::uuid`
}
