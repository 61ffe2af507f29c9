import { withClient } from '../../../scripts/rehearsal/postgres/with-client'
import { add, id, inDatabase, NEXT_MONDAY, pairs, SCHEDULED, withWorld, type Person } from './matching-world'

// PostgreSQL as npm brings it has no PostGIS. With the URL of a server that has it (superuser, no TLS) this runs too.
const POSTGIS_URL = process.env['TEST_POSTGIS_URL']

describe('a database with PostGIS', () => {
  ;(POSTGIS_URL === undefined ? it.skip : it)('makes the matches that one without makes', async () => {
    const name = `matching_${process.pid}`
    const url = new URL(POSTGIS_URL ?? '')
    await withClient(url.href, async (admin) => {
      await admin.query(`create database ${name}`)
      url.pathname = `/${name}`
      try {
        await withClient(url.href, (client) => client.query('create extension postgis'))
        await withWorld(async (without) => {
          await inDatabase({ name, url: url.href, superuserUrl: url.href }, async (having) => {
            for (const { client, run } of [without, having]) {
              await add(client, city(60))
              await run(SCHEDULED)
              await run(SCHEDULED, NEXT_MONDAY)
            }
            const { rows } = await having.client.query('select location_point from users')
            expect(rows).toHaveLength(60)
            expect((await pairs(having.client)).length).toBeGreaterThan(40)
            expect(await pairs(having.client)).toEqual(await pairs(without.client))
          })
        })
      } finally {
        await admin.query(`drop database ${name} with (force)`)
      }
    })
  })
})

/** People all over a city, with hobbies and radii of all kinds; the same ones each time. */
function city(people: number): Person[] {
  return Array.from({ length: people }, (_, n) => ({
    id: id(n + 1),
    at: [52.3 + ((n * 37) % 100) * 0.004, 13.1 + ((n * 61) % 100) * 0.006] as const,
    radiusKm: 5 + ((n * 17) % 40),
    hobbies: [1 + (n % 9), 1 + ((n * 5 + 3) % 9)].filter((hobby, i, all) => all.indexOf(hobby) === i),
  }))
}
