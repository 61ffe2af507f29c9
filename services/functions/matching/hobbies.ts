import type { ClientBase } from 'pg'

/** What users choose from at the start, by category. */
const HOBBIES: Readonly<Record<string, readonly string[]>> = {
  outdoors: ['Hiking', 'Climbing', 'Camping', 'Gardening', 'Birdwatching'],
  sports: ['Running', 'Cycling', 'Swimming', 'Football', 'Tennis', 'Yoga'],
  arts: ['Painting', 'Photography', 'Pottery', 'Writing', 'Knitting'],
  music: ['Singing', 'Guitar', 'Piano', 'Concerts', 'Dancing'],
  games: ['Board games', 'Chess', 'Video games', 'Role-playing games'],
  food: ['Cooking', 'Baking', 'Coffee', 'Wine'],
  mind: ['Reading', 'Languages', 'Programming', 'Astronomy', 'Volunteering'],
}

/** Adds the hobbies that are not there yet. @returns how many were added */
export async function seedHobbies(client: ClientBase): Promise<number> {
  const rows = Object.entries(HOBBIES).flatMap(([category, names]) =>
    names.map((name) => ({ name, category })),
  )
  const { rowCount } = await client.query(
    `insert into hobbies (name, category)
     select name, category from unnest($1::text[], $2::text[]) as h(name, category)
     on conflict (name) do nothing`,
    [rows.map(({ name }) => name), rows.map(({ category }) => category)],
  )
  return rowCount ?? 0
}
