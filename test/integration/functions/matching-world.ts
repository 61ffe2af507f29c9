import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from 'pg'
import { createMatching } from '../../../services/functions/matching/matching'
import { databaseOf } from '../../../services/shared/database/with-database'
import { jsonLog } from '../../../services/shared/lambda/log'
import { withClient } from '../../../scripts/rehearsal/postgres/with-client'
import { withDatabase, type TestDatabase } from '../../helpers/postgres'

const SCHEMA = readFileSync(join(__dirname, '../../../services/functions/matching/schema.sql'), 'utf8')
const MONDAY = new Date('2026-01-05T03:00:00Z')
export const NEXT_MONDAY = new Date('2026-01-12T03:00:00Z')
export const SCHEDULED = { source: 'schedule', name: 'community-dev-matching' }

export const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

export interface World {
  client: Client
  lines: string[]
  run: (event: unknown, now?: Date) => Promise<unknown>
}

export interface Person {
  id: string
  at?: readonly [number, number] | null
  radiusKm?: number
  wants?: boolean
  hobbies?: readonly number[]
}

export async function withWorld(use: (world: World) => Promise<void>): Promise<void> {
  await withDatabase((database) => inDatabase(database, use), { template: 'template0' })
}

export async function inDatabase({ url }: TestDatabase, use: (world: World) => Promise<void>): Promise<void> {
  const lines: string[] = []
  const secrets = { read: async () => url, forget: () => undefined }
  const run: World['run'] = (event, now = MONDAY) =>
    createMatching({
      withDatabase: databaseOf({ secrets, secret: 'url', applicationName: 'matching' }),
      log: jsonLog('matching', (line) => lines.push(line)),
      now: () => now,
    })(event)
  await withClient(url, async (client) => {
    await client.query(SCHEMA)
    await client.query(SCHEMA) // safe to run again
    await use({ client, lines, run })
  })
}

export async function add(client: Client, people: readonly Person[]): Promise<void> {
  await client.query(
    `insert into hobbies (name, category) select 'hobby ' || n, 'test' from generate_series(1, 9) n on conflict do nothing`,
  )
  for (const { id, at = [52.5, 13.4], radiusKm = 50, wants = true, hobbies = [] } of people) {
    await client.query('insert into users values ($1, $2, $3, $4, $5)', [
      id,
      at?.[0],
      at?.[1],
      radiusKm,
      wants,
    ])
    await client.query('insert into user_hobbies select $1, unnest($2::int[])', [id, hobbies])
  }
}

export async function pairs(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ pair: string }>(
    `select format('%s %s+%s', week, right(user_a::text, 2)::int, right(user_b::text, 2)::int) as pair
       from matches order by week, user_a`,
  )
  return rows.map(({ pair }) => pair)
}
