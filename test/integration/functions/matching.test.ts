import { httpEvent } from './http-event'
import { add, id, NEXT_MONDAY, pairs, SCHEDULED, withWorld } from './matching-world'

/** About 1.1 km of latitude. */
const HUNDREDTH = 0.01

describe('the weekly run', () => {
  it('matches neighbours by shared hobbies and opens a conversation for each pair', async () => {
    await withWorld(async ({ client, run, lines }) => {
      await add(client, [
        { id: id(1), hobbies: [1, 2] },
        { id: id(2), hobbies: [3] },
        { id: id(3), hobbies: [1, 2] },
        { id: id(4), hobbies: [3] },
      ])
      expect(await run(SCHEDULED)).toEqual({ week: '2026-01-05', matches: 2 })
      expect(await pairs(client)).toEqual(['2026-01-05 1+3', '2026-01-05 2+4'])
      const { rows } = await client.query(
        `select c.id, array_agg(p.user_id order by p.user_id) as users from conversations c
           join conversation_participants p on p.conversation_id = c.id group by c.id order by 2`,
      )
      expect(rows).toMatchObject([{ users: [id(1), id(3)] }, { users: [id(2), id(4)] }])
      expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
        { level: 'info', program: 'matching', event: 'matched', week: '2026-01-05', matches: 2 },
      ])
    })
  })

  it('does nothing the second time in a week, and repeats no pair in the weeks after', async () => {
    await withWorld(async ({ client, run }) => {
      await add(
        client,
        [1, 2, 3, 4].map((n) => ({ id: id(n) })),
      )
      await run(SCHEDULED)
      expect(await run(SCHEDULED)).toEqual({ week: '2026-01-05', matches: 0 })
      for (const day of ['2026-01-12', '2026-01-19', '2026-01-26']) await run(SCHEDULED, new Date(day))
      // Four people make three weeks of two pairs, and then everybody has met.
      const met = (await pairs(client)).map((pair) => pair.split(' ')[1])
      expect(met).toHaveLength(6)
      expect(new Set(met).size).toBe(6)
    })
  })

  it('keeps to the week in which it was due, however late it starts', async () => {
    await withWorld(async ({ client, run }) => {
      await add(client, [{ id: id(1) }, { id: id(2) }])
      const event = { source: 'aws.events', time: '2026-01-05T03:00:00Z' }
      expect(await run(event, NEXT_MONDAY)).toMatchObject({ week: '2026-01-05' })
    })
  })

  it('matches nobody beyond the radius of either, without a place, or who does not want to', async () => {
    await withWorld(async ({ client, run }) => {
      await add(client, [
        { id: id(1), at: [52.5, 13.4], radiusKm: 100 },
        // 11 km away, and asks for 10.
        { id: id(2), at: [52.6, 13.4], radiusKm: 10 },
        { id: id(3), at: null },
        { id: id(4), wants: false },
        // Hamburg: 255 km.
        { id: id(5), at: [53.55, 10], radiusKm: 500 },
      ])
      expect(await run(SCHEDULED)).toMatchObject({ matches: 0 })
    })
  })

  it('measures distances on the sphere, across the date line too', async () => {
    await withWorld(async ({ client, run }) => {
      await add(client, [
        { id: id(1), at: [0, 179.9], radiusKm: 30 },
        { id: id(2), at: [0, -179.9], radiusKm: 30 },
        { id: id(3), at: [52.52, 13.405], radiusKm: 300 },
        { id: id(4), at: [53.5511, 9.9937], radiusKm: 300 },
      ])
      await run(SCHEDULED)
      const { rows } = await client.query<{ distance_km: number }>(
        'select distance_km from matches order by user_a',
      )
      const [equator, cities] = rows.map(({ distance_km }) => distance_km)
      expect(equator).toBeCloseTo(22.24, 1)
      expect(cities).toBeCloseTo(255, -1)
    })
  })

  it('gives those another round whose every choice was taken', async () => {
    await withWorld(async ({ client, run }) => {
      // In one house, without hobbies: everybody's best fifty are the same fifty.
      await client.query(
        `insert into users select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 52.5, 13.4
           from generate_series(1, 120) n`,
      )
      expect(await run(SCHEDULED)).toMatchObject({ matches: 60 })
    })
  })

  it('made twice at the same time matches everybody once', async () => {
    await withWorld(async ({ client, run }) => {
      await add(
        client,
        Array.from({ length: 20 }, (_, n) => ({ id: id(n + 1), at: [52 + n * HUNDREDTH, 13] as const })),
      )
      const results = await Promise.all([run(SCHEDULED), run(SCHEDULED), run(SCHEDULED)])
      expect(results.map((result) => (result as { matches: number }).matches).sort()).toEqual([0, 0, 10])
      const { rows } = await client.query('select user_id from match_members')
      expect(rows).toHaveLength(20)
    })
  })

  it('refuses an event that is neither a start nor a request', async () => {
    await withWorld(async ({ run }) => {
      await expect(run({ source: 'somebody' })).rejects.toThrow()
      await expect(run(null)).rejects.toThrow()
    })
  })
})

describe('the keys of the tables', () => {
  it('refuse a pair twice, in either order, and two matches of a user in a week', async () => {
    await withWorld(async ({ client, run }) => {
      await add(client, [{ id: id(1) }, { id: id(2) }, { id: id(3) }])
      await run(SCHEDULED)
      const insert =
        'insert into matches (week, user_a, user_b, shared_hobbies, distance_km) values ($1, $2, $3, 0, 0)'
      await expect(client.query(insert, ['2026-01-12', id(1), id(2)])).rejects.toThrow(/matches_never_again/)
      await expect(client.query(insert, ['2026-01-12', id(2), id(1)])).rejects.toThrow(/check/)
      await expect(client.query(insert, ['2026-01-13', id(1), id(3)])).rejects.toThrow(/check/)
      await client.query(insert, ['2026-01-05', id(1), id(3)])
      const member = `insert into match_members select week, user_a, id from matches where user_b = $1`
      await expect(client.query(member, [id(3)])).rejects.toThrow(/match_members_once_a_week/)
    })
  })
})

describe('requests', () => {
  const generate = (userId: string) =>
    httpEvent('POST /api/matches/generate', { userId, role: 'authenticated' })

  it('give the caller a match, the same one again, and none to who is alone', async () => {
    await withWorld(async ({ client, run }) => {
      await add(client, [{ id: id(1), hobbies: [4] }, { id: id(2), hobbies: [4] }, { id: id(3) }])
      const first = await run(generate(id(1)))
      expect(first).toMatchObject({ statusCode: 200 })
      const { match } = JSON.parse((first as { body: string }).body) as { match: Record<string, unknown> }
      expect(match).toMatchObject({ userId: id(2), week: '2026-01-05', sharedHobbies: 1, distanceKm: 0 })
      expect(match['conversationId']).toEqual(expect.any(String))
      expect(await run(generate(id(1).toUpperCase()))).toEqual(first)
      expect(JSON.parse(((await run(generate(id(2)))) as { body: string }).body)).toMatchObject({
        match: { userId: id(1), matchId: match['matchId'] },
      })
      expect(await run(generate(id(3)))).toMatchObject({ statusCode: 200, body: '{"match":null}' })
      expect(await pairs(client)).toEqual(['2026-01-05 1+2'])
    })
  })

  it.each(['POST /api/matches/batch-generate', 'POST /api/seed-hobbies'])(
    '%s: only operators may, decided by the role in the token',
    async (route) => {
      await withWorld(async ({ client, run }) => {
        await add(client, [{ id: id(1) }, { id: id(2) }])
        for (const role of ['authenticated', '', undefined]) {
          expect(await run(httpEvent(route, { userId: id(1), role }))).toMatchObject({ statusCode: 403 })
        }
        expect(await run(httpEvent(route, undefined))).toMatchObject({ statusCode: 401 })
        expect(await pairs(client)).toEqual([])
        for (const role of ['service_role', 'admin']) {
          expect(await run(httpEvent(route, { userId: id(1), role }))).toMatchObject({ statusCode: 200 })
        }
      })
    },
  )

  it('add hobbies once', async () => {
    await withWorld(async ({ client, run }) => {
      const seed = httpEvent('POST /api/seed-hobbies', { userId: id(1), role: 'admin' })
      await run(seed)
      const count = async () => (await client.query('select from hobbies')).rowCount
      const first = await count()
      expect(first).toBeGreaterThan(20)
      expect(await run(seed)).toMatchObject({ body: '{"added":0}' })
      expect(await count()).toBe(first)
    })
  })

  it('are refused from callers who are no user, and on other routes', async () => {
    await withWorld(async ({ run }) => {
      expect(await run(generate('service'))).toMatchObject({ statusCode: 403 })
      expect(await run(httpEvent('POST /api/matches', { userId: id(1) }))).toMatchObject({ statusCode: 404 })
      expect(await run(httpEvent('toString', { userId: id(1) }))).toMatchObject({ statusCode: 404 })
    })
  })

  it('that fail tell the log what happened and the caller nothing', async () => {
    await withWorld(async ({ client, run, lines }) => {
      await client.query('drop table matches cascade')
      const response = await run(generate(id(1)))
      expect(response).toMatchObject({ statusCode: 500 })
      expect(JSON.stringify(response)).not.toContain('matches')
      expect(lines.join()).toContain('relation')
    })
  })
})
