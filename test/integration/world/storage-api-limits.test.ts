import { createStorageWorld, type StorageWorld } from './storage-world'

interface Entry {
  name: string
  id: string | null
}
interface Page {
  hasNext: boolean
  nextCursor?: string
  objects: Entry[]
  folders: Entry[]
}

const error = (statusCode: string, name: string) => ({
  status: 400,
  json: expect.objectContaining({ statusCode, error: name }) as unknown,
})

describe('limits of the Storage API', () => {
  let world: StorageWorld
  const list = async (body: object) =>
    (await world.call('POST', '/object/list/open', { body })).json as Entry[]
  const page = async (body: object) =>
    (await world.call('POST', '/object/list-v2/open', { body })).json as Page

  beforeAll(async () => {
    world = await createStorageWorld({ every: 3, status: 503 })
    await world.sql(`insert into storage.objects (bucket_id, name)
      select 'open', 'flat/' || to_char(n, 'FM0000') from generate_series(1, 1600) n
      union all values ('open', 'top.png'), ('open', 'flat/deep/x.png')`)
  })
  afterAll(() => world.stop())

  it('cuts a listing at 1,500 entries without a word; folders have no id', async () => {
    expect(await list({ prefix: 'flat' })).toHaveLength(100)
    expect(await list({ prefix: 'flat', limit: 5000 })).toHaveLength(1500)
    expect((await list({ prefix: '' })).map(({ name, id }) => [name, id === null])).toEqual([
      ['flat', true],
      ['top.png', false],
    ])
    expect((await list({ prefix: 'flat', limit: 5000, offset: 1500 })).at(-1)).toMatchObject({
      name: 'deep',
      id: null,
    })
  })

  it('lists everything by pages of 1,000 with a cursor', async () => {
    const first = await page({ limit: 5000 })
    const second = await page({ limit: 5000, cursor: first.nextCursor })
    expect([first.objects.length, first.hasNext, second.hasNext]).toEqual([1000, true, false])
    expect(new Set([...first.objects, ...second.objects].map(({ name }) => name)).size).toBe(1602)
    const folders = await page({ with_delimiter: true })
    expect([folders.folders[0]?.name, folders.objects[0]?.name]).toEqual(['flat/', 'top.png'])
  })

  it('refuses types and sizes that a bucket does not take', async () => {
    const limits = { allowed_mime_types: ['image/*'], file_size_limit: 10 }
    expect((await world.call('PUT', '/bucket/closed', { body: limits })).status).toBe(200)
    const send = (key: string, body: string, type: string) =>
      world.call('PUT', `/object/closed/${key}`, { body, headers: { 'content-type': type } })
    expect(await send('a.txt', 'x', 'text/plain')).toMatchObject(error('415', 'invalid_mime_type'))
    expect(await send('a.png', 'more than ten', 'image/png')).toMatchObject(error('413', 'Payload too large'))
    const folder = await send('.emptyFolderPlaceholder', 'x', 'text/plain')
    expect(folder).toMatchObject({ json: { statusCode: '503' } }) // the third request of its kind: see below
    expect(await send('.emptyFolderPlaceholder', 'x', 'text/plain')).toMatchObject(
      error('413', 'Payload too large'),
    )
    expect(await world.call('GET', '/bucket/closed')).toMatchObject({
      json: { file_size_limit: 10, public: false },
    })
  })

  it('fails every n-th request when told so, and counts all', async () => {
    const get = async () =>
      (await world.call('GET', '/object/public/open/none')).json as { statusCode: string }
    expect([await get(), await get(), await get()].map(({ statusCode }) => statusCode)).toEqual([
      '404',
      '404',
      '503',
    ])
    expect(world.api.requests()['storage.object.get_public']).toBe(3)
  })
})
