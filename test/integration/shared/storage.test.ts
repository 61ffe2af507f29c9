import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { CreateStorageOptions } from '../../../services/shared/storage/create-storage'
import type { Storage, StoragePut } from '../../../services/shared/storage/storage'
import { postgresTombstones } from '../../../services/shared/storage/tombstones'
import { startSides, type Sides } from './storage-sides'

/** `?` is signed by another request: see supabase-client.test.ts. */
const ODD_KEYS = ['a//b.png', '/lead.png', 'trail/', 'a+b c.png', `it's (1)!*.png`, 'x$&=@;:,y.png']

const png = (text: string): StoragePut => ({ body: Buffer.from(text), contentType: 'image/png' })

async function textOf(storage: Storage, bucket: string, key: string): Promise<string> {
  return (await buffer((await storage.get(bucket, key)).body)).toString()
}

function withoutFallback(options: CreateStorageOptions): CreateStorageOptions {
  const complete = { ...options }
  delete complete.fallback
  return complete
}

let sides: Sides
beforeAll(async () => {
  sides = await startSides()
})
afterAll(async () => {
  await sides.stop()
})

const missing = { code: 'STORAGE_MISSING', retryable: false }

describe.each(['source', 'aws'] as const)('storage while %s serves', (side) => {
  beforeEach(() => sides.view.move(side, side))

  it.each(ODD_KEYS)('writes, reads, signs and removes the key %s', async (key) => {
    const storage = sides.storage()
    expect(await storage.put('videos', key, png(key))).toMatchObject({ side })
    expect(await textOf(storage, 'videos', key)).toBe(key)
    const view = await fetch(await storage.viewUrl('videos', key))
    expect([view.status, await view.text()]).toEqual([200, key])
    await storage.remove('videos', key)
    await expect(storage.get('videos', key)).rejects.toMatchObject(missing)
    await storage.remove('videos', key)
  })

  it('keeps the content type, HTML above all', async () => {
    const storage = sides.storage()
    for (const contentType of ['text/html', 'text/plain', 'image/webp']) {
      await storage.put('images', `types/${side}`, { body: Buffer.from('<p>'), contentType })
      expect((await storage.get('images', `types/${side}`)).contentType).toBe(contentType)
    }
  })

  it('streams a body of known size', async () => {
    const bytes = Buffer.alloc(3_000_000, 'x')
    const body = { size: bytes.length, open: () => Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]) }
    const storage = sides.storage()
    await storage.put('images', 'big.bin', { body, contentType: 'application/octet-stream' })
    const object = await storage.get('images', 'big.bin')
    expect(object.size).toBe(bytes.length)
    expect((await buffer(object.body)).equals(bytes)).toBe(true)
  })

  it('takes an empty object', async () => {
    const storage = sides.storage()
    await storage.put('images', `empty-${side}`, { body: Buffer.alloc(0), contentType: 'text/csv' })
    expect(await textOf(storage, 'images', `empty-${side}`)).toBe('')
  })

  it('refuses the same things as on the other side', async () => {
    const storage = sides.storage()
    const upload = { contentType: 'image/png' }
    await expect(storage.uploadUrl('images', 'a', upload)).rejects.toMatchObject({
      code: 'UPLOAD_URL_REFUSED',
    })
    await expect(storage.publicUrl('videos', 'a')).rejects.toMatchObject({ code: 'BUCKET_PRIVATE' })
    await expect(storage.put('other', 'a', png('a'))).rejects.toMatchObject({ code: 'BUCKET_UNKNOWN' })
    await expect(storage.put('images', 'a/../b', png('a'))).rejects.toMatchObject({ code: 'KEY_UNSAFE' })
    const large = { ...png('a'), userMetadata: { a: 'x'.repeat(3_000) } }
    await expect(storage.put('images', 'a', large)).rejects.toMatchObject({ code: 'METADATA_TOO_LARGE' })
    await expect(storage.get('videos', 'nothing')).rejects.toMatchObject(missing)
    await expect(storage.viewUrl('videos', 'nothing')).rejects.toMatchObject(missing)
  })
})

describe('upload URLs', () => {
  it('let a browser write to S3 where the application allows it', async () => {
    sides.view.move('aws', 'aws')
    const storage = sides.storage((options) => ({ ...options, allowUploadUrls: true }))
    const { url, method, headers } = await storage.uploadUrl('images', 'up load?.png', {
      contentType: 'image/png',
    })
    expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('900')
    expect((await fetch(url, { method, headers, body: 'bytes' })).status).toBe(200)
    expect(await textOf(storage, 'images', 'up load?.png')).toBe('bytes')
  })
})

describe('public URLs', () => {
  it('follow the side that is read', async () => {
    const storage = sides.storage()
    sides.view.move('source', 'source')
    expect(await storage.publicUrl('images', 'a b+c?.png')).toBe(
      `${sides.api.url}/storage/v1/object/public/images/a%20b%2Bc%3F.png`,
    )
    sides.view.move('aws', 'aws')
    expect(await storage.publicUrl('images', 'a b+c?.png')).toBe('https://d1.example/a%20b%2Bc%3F.png')
  })
})

describe('the copy on Supabase after the switch', () => {
  const tombstones = async (): Promise<unknown[]> => {
    const { rows } = await sides.pool.query<{ name: string; removed: boolean }>(
      `select name, source_removed_at is not null as removed from supabase_to_aws.storage_tombstones order by name`,
    )
    return rows
  }

  beforeEach(async () => {
    await sides.pool.query('truncate supabase_to_aws.storage_tombstones')
    sides.view.move('source', 'source')
    for (const key of ['old.mp4', 'older.mp4']) await sides.storage().put('videos', key, png(`source ${key}`))
    sides.view.move('aws', 'aws')
  })

  it('is read where S3 has no object, and not any more without the fallback', async () => {
    expect(await textOf(sides.storage(), 'videos', 'old.mp4')).toBe('source old.mp4')
    const view = await fetch(await sides.storage().viewUrl('videos', 'old.mp4'))
    expect(await view.text()).toBe('source old.mp4')
    const complete = sides.storage(withoutFallback)
    await expect(complete.get('videos', 'old.mp4')).rejects.toMatchObject(missing)
  })

  it('goes with a deletion and never comes back', async () => {
    const storage = sides.storage()
    await storage.remove('videos', 'old.mp4')
    expect(await tombstones()).toEqual([{ name: 'old.mp4', removed: true }])
    await expect(sides.source.get('videos', 'old.mp4')).rejects.toMatchObject(missing)
    await expect(storage.get('videos', 'old.mp4')).rejects.toMatchObject(missing)
  })

  it('stays hidden behind its tombstone while nobody may delete it', async () => {
    const tombstonesOnly = { tombstones: postgresTombstones(sides.pool) }
    const storage = sides.storage((options) => ({ ...options, fallback: tombstonesOnly }))
    await storage.remove('videos', 'old.mp4')
    expect(await tombstones()).toEqual([{ name: 'old.mp4', removed: false }])
    expect((await sides.source.get('videos', 'old.mp4')).size).toBeGreaterThan(0)
    await expect(storage.get('videos', 'old.mp4')).rejects.toMatchObject(missing)
    await expect(storage.viewUrl('videos', 'old.mp4')).rejects.toMatchObject(missing)
  })

  it('is outweighed by a later object of the same key, which clears the tombstone', async () => {
    const storage = sides.storage()
    await storage.remove('videos', 'old.mp4')
    await storage.put('videos', 'old.mp4', png('new'))
    expect(await tombstones()).toEqual([])
    expect(await textOf(storage, 'videos', 'old.mp4')).toBe('new')
  })
})
