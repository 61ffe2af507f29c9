import { createHash, randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { oddObjects } from '../../../scripts/rehearsal/corpus/odd-objects'
import { signJwt, userToken } from '../../../scripts/rehearsal/storage-api/jwt'
import { createStorageWorld, JWT_SECRET, SERVICE_KEY, type StorageWorld } from './storage-world'

const MIB = 1024 * 1024
const USER = '7b6b1d1c-8c1e-4d0e-9c55-0a5b3a2f1e01'
const md5 = (data: Buffer) => createHash('md5').update(data).digest('hex')
const path = (key: string) => key.split('/').map(encodeURIComponent).join('/')
const error = (statusCode: string, name: string) => ({
  status: 400,
  json: expect.objectContaining({ statusCode, error: name }) as unknown,
})

describe('the Storage API', () => {
  let world: StorageWorld
  const upload = (key: string, body: Buffer | string, headers: Record<string, string> = {}) =>
    world.call('POST', `/object/${key}`, { body, headers: { 'content-type': 'image/png', ...headers } })

  beforeAll(async () => {
    world = await createStorageWorld()
  })
  afterAll(() => world.stop())

  it('keeps an upload as one file and one row, written as the hosted one writes it', async () => {
    const data = randomBytes(70_000)
    const metadata = { title: 'Übergröße', nested: { n: 1 } }
    const answer = await upload('closed/a/b.png', data, {
      'cache-control': 'max-age=60',
      'x-metadata': Buffer.from(JSON.stringify(metadata)).toString('base64'),
    })
    const [row] = await world.sql(`select * from storage.objects where name = 'a/b.png'`)
    expect(answer).toMatchObject({ status: 200, json: { Id: row?.id, Key: 'closed/a/b.png' } })
    expect(row).toMatchObject({ bucket_id: 'closed', owner: null, owner_id: null, user_metadata: metadata })
    expect(row?.metadata).toEqual({
      eTag: `"${md5(data)}"`,
      size: data.length,
      mimetype: 'image/png',
      cacheControl: 'max-age=60',
      lastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/) as unknown,
      contentLength: data.length,
      httpStatusCode: 200,
    })
    expect(await readdir(world.dir)).toContain(row?.version)
    const read = await world.call('GET', '/object/closed/a/b.png')
    expect(read.headers).toMatchObject({
      etag: `"${md5(data)}"`,
      'cache-control': 'max-age=60',
      'content-type': 'image/png',
    })
    expect(read.bytes.equals(data)).toBe(true)
  })

  it('gives a large object an ETag of parts, not its MD5', async () => {
    const data = randomBytes(20 * MIB)
    await upload('closed/large.bin', data)
    const head = await world.call('HEAD', '/object/authenticated/closed/large.bin')
    const parts = [data.subarray(0, 16 * MIB), data.subarray(16 * MIB)]
    const digests = Buffer.concat(parts.map((part) => createHash('md5').update(part).digest()))
    expect(head.headers).toMatchObject({ etag: `"${md5(digests)}-2"`, 'content-length': String(data.length) })
  })

  it('refuses a key that exists unless asked to replace it, and then drops the former bytes', async () => {
    await upload('closed/twice.png', 'first')
    expect(await upload('closed/twice.png', 'second')).toMatchObject(error('409', 'Duplicate'))
    expect((await world.call('GET', '/object/closed/twice.png')).bytes.toString()).toBe('first')
    const [before] = await world.sql(`select id, version from storage.objects where name = 'twice.png'`)
    expect((await upload('closed/twice.png', 'third', { 'x-upsert': 'true' })).status).toBe(200)
    const [after] = await world.sql(`select id, version from storage.objects where name = 'twice.png'`)
    expect(after?.id).toBe(before?.id)
    expect(await readdir(world.dir)).not.toContain(before?.version)
    expect((await world.call('GET', '/object/closed/twice.png')).bytes.toString()).toBe('third')
  })

  it('takes odd but legal keys and gives their bytes back, and refuses illegal ones', async () => {
    for (const object of oddObjects(1)) {
      const url = `open/${path(object.key)}`
      expect([object.key, (await upload(url, object.body() as Buffer)).status]).toEqual([object.key, 200])
      expect((await world.call('GET', `/object/public/${url}`)).bytes).toEqual(object.body())
      const [row] = await world.sql('select 1 from storage.objects where bucket_id = $1 and name = $2', [
        'open',
        object.key,
      ])
      expect(row).toBeDefined()
    }
    for (const key of ['ü.png', 'a%23b', 'a[1]', 'a%25b', 'a~b']) {
      expect(await upload(`open/${key.includes('%') ? key : path(key)}`, 'x')).toMatchObject(
        error('400', 'InvalidKey'),
      )
    }
  })

  it('opens public buckets to everybody and closed ones to nobody without a token', async () => {
    await upload('open/seen.png', 'seen')
    await upload('closed/unseen.png', 'unseen')
    const get = (of: string, token = '') => world.call('GET', `/object/${of}`, { token })
    expect(await get('public/open/seen.png')).toMatchObject({ status: 200 })
    expect(await get('open/seen.png')).toMatchObject({ status: 200 })
    expect(await get('public/closed/unseen.png')).toMatchObject(error('404', 'Bucket not found'))
    expect(await get('public/closed/unseen.png', SERVICE_KEY)).toMatchObject(error('404', 'Bucket not found'))
    expect(await get('closed/unseen.png')).toMatchObject(error('404', 'Bucket not found'))
    expect(await get('authenticated/closed/unseen.png')).toMatchObject(error('403', 'Unauthorized'))
    expect(await get('public/open/missing.png')).toMatchObject(error('404', 'not_found'))
    const apikey = await world.call('GET', '/object/authenticated/closed/unseen.png', {
      token: '',
      headers: { apikey: SERVICE_KEY },
    })
    expect(apikey.status).toBe(200)
  })

  it('asks the policies in the name of a user, and gives the owner to the row', async () => {
    const token = userToken(USER, JWT_SECRET)
    const send = (key: string) =>
      world.call('POST', `/object/closed/${key}`, {
        token,
        body: 'mine',
        headers: { 'content-type': 'text/plain' },
      })
    expect(await send('users/x.txt')).toMatchObject(error('403', 'Unauthorized'))
    await world.sql(`create policy own on storage.objects for all to authenticated
      using (owner_id = auth.uid()::text) with check ((storage.foldername(name))[1] = 'users')`)
    expect((await send('users/x.txt')).status).toBe(200)
    expect(await send('elsewhere/x.txt')).toMatchObject(error('403', 'Unauthorized'))
    const [row] = await world.sql(`select owner, owner_id from storage.objects where name = 'users/x.txt'`)
    expect(row).toEqual({ owner: USER, owner_id: USER })
    const other = userToken('00000000-0000-4000-8000-000000000000', JWT_SECRET)
    const read = (of: string) => world.call('GET', '/object/closed/users/x.txt', { token: of })
    expect((await read(token)).status).toBe(200)
    expect(await read(other)).toMatchObject(error('404', 'not_found'))
    expect((await read(signJwt({ role: 'service_role' }, 'another secret'))).status).toBe(400)
  })

  it('answers what a trigger raises, keeps no object, and shows triggers the headers of the request', async () => {
    await world.sql(`create function refuse_writes() returns trigger language plpgsql as $$ begin
      if current_setting('request.headers')::json ->> 'x-relay' is distinct from 'let me in' then
        raise exception 'storage is fenced' using errcode = '42501'; end if;
      return coalesce(new, old); end $$;
      create trigger fence before insert or update or delete on storage.objects for each row execute function refuse_writes()`)
    const files = await readdir(world.dir)
    try {
      const refused = await upload('open/fenced.png', 'no')
      expect(refused).toMatchObject({
        ...error('403', 'Unauthorized'),
        json: { message: 'storage is fenced' },
      })
      expect(await upload('open/seen.png', 'no', { 'x-upsert': 'true' })).toMatchObject(
        error('403', 'Unauthorized'),
      )
      expect(await world.call('DELETE', '/object/open/seen.png')).toMatchObject(error('403', 'Unauthorized'))
      expect(await world.call('DELETE', '/object/open', { body: { prefixes: ['seen.png'] } })).toMatchObject(
        error('403', 'Unauthorized'),
      )
      expect(await world.call('GET', '/object/open/fenced.png')).toMatchObject(error('404', 'not_found'))
      expect((await world.call('GET', '/object/open/seen.png')).bytes.toString()).toBe('seen')
      expect(await readdir(world.dir)).toEqual(files)
      expect((await upload('open/fenced.png', 'yes', { 'x-relay': 'let me in' })).status).toBe(200)
    } finally {
      await world.sql('drop trigger fence on storage.objects')
    }
  })

  it('answers any other error of a trigger with 500, and takes the bytes back that were already stored', async () => {
    await world.sql(`create function refuse_late() returns trigger language plpgsql as $$ begin
      if new.version <> '1' then raise exception 'too late'; end if; return new; end $$;
      create trigger late before insert on storage.objects for each row execute function refuse_late()`)
    const files = await readdir(world.dir)
    try {
      expect(await upload('open/late.png', randomBytes(MIB))).toMatchObject({
        status: 500,
        json: { error: 'DatabaseError' },
      })
      expect(await readdir(world.dir)).toEqual(files)
    } finally {
      await world.sql('drop trigger late on storage.objects')
    }
  })

  it('keeps nothing of an upload that breaks off', async () => {
    const files = await readdir(world.dir)
    const socket = createConnection(Number(new URL(world.api.url).port), '127.0.0.1')
    socket.write(
      `POST /storage/v1/object/open/half.png HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${SERVICE_KEY}\r\nContent-Length: 9000\r\n\r\nonly this`,
    )
    await until(async () => (await readdir(world.dir)).length === files.length + 1)
    socket.destroy()
    await until(async () => (await readdir(world.dir)).length === files.length)
    expect(await readdir(world.dir)).toEqual(files)
    expect(await world.call('GET', '/object/open/half.png')).toMatchObject(error('404', 'not_found'))
  })

  it('tells the settings of a request to the database', async () => {
    await world.sql(`create table seen_settings (role text, sub text, operation text, method text, path text);
      grant all on seen_settings to public;
      create function note_settings() returns trigger language plpgsql as $$ begin
        insert into seen_settings values (current_setting('role'), current_setting('request.jwt.claim.sub'),
          storage.operation(), current_setting('request.method'), current_setting('request.path')); return new; end $$;
      create trigger note after insert on storage.objects for each row execute function note_settings()`)
    await upload('open/noted.png', 'x')
    expect(await world.sql('select * from seen_settings')).toEqual([
      {
        role: 'service_role',
        sub: '',
        operation: 'storage.object.upload',
        method: 'POST',
        path: '/storage/v1/object/open/noted.png',
      },
    ])
    await world.sql('drop trigger note on storage.objects')
  })

  it('serves ranges, and HTML as plain text', async () => {
    await upload('open/digits.txt', '0123456789', { 'content-type': 'text/plain' })
    const range = (value: string) =>
      world.call('GET', '/object/public/open/digits.txt', { headers: { range: value } })
    const part = await range('bytes=2-4')
    expect([part.status, part.bytes.toString(), part.headers['content-range']]).toEqual([
      206,
      '234',
      'bytes 2-4/10',
    ])
    expect((await range('bytes=-3')).bytes.toString()).toBe('789')
    expect(await range('bytes=20-')).toMatchObject({ status: 416 })
    await upload('open/page.html', '<p>', { 'content-type': 'text/html; charset=utf-8' })
    expect((await world.call('GET', '/object/public/open/page.html')).headers['content-type']).toBe(
      'text/plain',
    )
    const info = await world.call('GET', '/object/info/open/page.html')
    expect(info.json).toMatchObject({ content_type: 'text/html; charset=utf-8', size: 3, metadata: {} })
  })

  it('does not find the bytes of a row that has none, though HEAD and the listing know it', async () => {
    await world.sql(
      `insert into storage.objects (bucket_id, name, metadata) values ('open', 'rows/only.png', '{"size": 7, "contentLength": 7}')`,
    )
    expect(await world.call('GET', '/object/public/open/rows/only.png')).toMatchObject(
      error('404', 'Not found'),
    )
    expect((await world.call('HEAD', '/object/public/open/rows/only.png')).status).toBe(200)
  })

  it('signs links to objects that the caller can read', async () => {
    await upload('closed/signed/a%20b.png', 'secret')
    const signed = await world.call('POST', '/object/sign/closed/signed/a%20b.png', {
      body: { expiresIn: 60 },
    })
    const { signedURL } = signed.json as { signedURL: string }
    expect(signedURL).toMatch(/^\/object\/sign\/closed\/signed\/a b\.png\?token=/)
    const claims: unknown = JSON.parse(Buffer.from(signedURL.split('.')[2] ?? '', 'base64url').toString())
    expect(claims).toMatchObject({ url: 'closed/signed/a b.png', scope: 'download' })
    const get = (url: string) => world.call('GET', encodeURI(url), { token: '' })
    expect((await get(signedURL)).bytes.toString()).toBe('secret')
    expect(await get(signedURL.replace('/a b.png', '/c.png'))).toMatchObject(error('400', 'InvalidSignature'))
    const old = signJwt({ url: 'closed/signed/a b.png', exp: 1 }, JWT_SECRET)
    expect(await get(`/object/sign/closed/signed/a b.png?token=${old}`)).toMatchObject(
      error('400', 'InvalidSignature'),
    )
    const missing = await world.call('POST', '/object/sign/closed/none', { body: { expiresIn: 60 } })
    expect(missing).toMatchObject(error('404', 'not_found'))
  })

  it('deletes one object, or many at once', async () => {
    for (const name of ['one', 'two', 'three']) await upload(`closed/delete/${name}`, name)
    expect((await world.call('DELETE', '/object/closed/delete/one')).status).toBe(200)
    expect(await world.call('DELETE', '/object/closed/delete/one')).toMatchObject(error('404', 'not_found'))
    const many = await world.call('DELETE', '/object/closed', {
      body: { prefixes: ['delete/two', 'delete/three', 'delete/none'] },
    })
    expect(many.json).toHaveLength(2)
    expect(await world.sql(`select 1 from storage.objects where name like 'delete/%'`)).toEqual([])
  })
})

/** Polls; a test that waits in vain fails by its own time limit. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(10)
}
