import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { crc32, inflateSync } from 'node:zlib'
import { corpus } from '../../../scripts/rehearsal/corpus/corpus'
import type { CorpusObject } from '../../../scripts/rehearsal/corpus/corpus-object'
import { uploadCorpus } from '../../../scripts/rehearsal/corpus/upload'
import { createStorageWorld, SERVICE_KEY } from './storage-world'

const MIB = 1024 * 1024
const LEGAL_KEY = /^[A-Za-z0-9_/!.*'() &$=@;:+,?-]+$/
const bytes = (object: CorpusObject) => buffer(Readable.from(object.body()))

describe('the corpus', () => {
  const all = [...corpus({ objects: 2000, seed: 7 })]

  it('is two thousand objects of some 500 MB in three buckets, one of 64 MiB', () => {
    const total = all.reduce((sum, { size }) => sum + size, 0)
    expect(all).toHaveLength(2000)
    expect(total / 1e6).toBeGreaterThan(400)
    expect(total / 1e6).toBeLessThan(600)
    expect(Math.max(...all.map(({ size }) => size))).toBe(64 * MIB)
    expect(new Set(all.map(({ bucket }) => bucket))).toEqual(new Set(['images', 'asset-images', 'videos']))
    expect(new Set(all.map(({ bucket, key }) => `${bucket}/${key}`)).size).toBe(2000)
    expect(all.filter(({ key }) => !LEGAL_KEY.test(key))).toEqual([])
  })

  it('is the same for the same seed and differs for another', async () => {
    const [again, other] = [7, 8].map((seed) => [...corpus({ objects: 100, seed })].slice(60, 80))
    const first = all.slice(60, 80)
    expect(again?.map(({ key }) => key)).not.toEqual(other?.map(({ key }) => key))
    const same = [...corpus({ objects: 2000, seed: 7 })].slice(60, 80)
    expect(same.map(({ key }) => key)).toEqual(first.map(({ key }) => key))
    for (const [index, object] of first.entries()) {
      expect((await bytes(object)).equals(await bytes(same[index] ?? object))).toBe(true)
    }
  })

  it('has objects whose bytes are as long as they say and differ from each other', async () => {
    const seen = new Set<number>()
    for (const object of all.slice(50, 400)) {
      const data = await bytes(object)
      expect([object.key, data.length]).toEqual([object.key, object.size])
      if (object.size > 64) seen.add(crc32(data))
    }
    expect(seen.size).toBeGreaterThanOrEqual(345)
  })

  it('has pictures that a decoder reads', async () => {
    const picture = all.find(({ key }) => key.includes('/master-assets/'))
    const data = await bytes(picture ?? fail('no picture'))
    expect(data.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
    const chunks = [...pngChunks(data)]
    expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'IDAT', 'fiLl', 'IEND'])
    expect(chunks.every(({ sound }) => sound)).toBe(true)
    expect(inflateSync(chunks[1]?.data ?? Buffer.alloc(0))).toHaveLength(16 * (1 + 16 * 3))
  })

  it('has films made of boxes', async () => {
    const film = all.find(({ bucket, size }) => bucket === 'videos' && size < 8 * MIB)
    const data = await bytes(film ?? fail('no film'))
    const boxes: [string, number][] = []
    for (let at = 0; at < data.length; at += data.readUInt32BE(at)) {
      boxes.push([data.toString('latin1', at + 4, at + 8), data.readUInt32BE(at)])
    }
    expect(boxes.map(([name]) => name)).toEqual(['ftyp', 'moov', 'mdat'])
    expect(boxes.reduce((sum, [, size]) => sum + size, 0)).toBe(data.length)
  })

  it('is uploaded whole, with types, headers and metadata, past limits that come back', async () => {
    const world = await createStorageWorld()
    try {
      await world.sql(
        `update storage.buckets set allowed_mime_types = array['image/png'] where id = 'images'`,
      )
      const objects = all.slice(0, 70)
      const done = await uploadCorpus({
        storageUrl: world.api.url,
        serviceKey: SERVICE_KEY,
        objects,
        concurrency: 8,
      })
      const total = objects.reduce((sum, { size }) => sum + size, 0)
      expect(done).toEqual({ objects: 70, bytes: total })
      const rows = await world.sql(`select bucket_id, name, metadata, user_metadata from storage.objects`)
      const stored = new Map(rows.map((row) => [`${String(row.bucket_id)}/${String(row.name)}`, row]))
      for (const { bucket, key, contentType, cacheControl, userMetadata, size } of objects) {
        expect(stored.get(`${bucket}/${key}`)).toMatchObject({
          metadata: { mimetype: contentType, cacheControl, size },
          user_metadata: userMetadata,
        })
      }
      expect(await world.sql(`select allowed_mime_types from storage.buckets where id = 'images'`)).toEqual([
        { allowed_mime_types: ['image/png'] },
      ])
      await expect(
        uploadCorpus({ storageUrl: world.api.url, serviceKey: 'wrong', objects, concurrency: 1 }),
      ).rejects.toThrow('403')
    } finally {
      await world.stop()
    }
  })
})

function* pngChunks(data: Buffer): Generator<{ type: string; data: Buffer; sound: boolean }> {
  for (let at = 8; at < data.length;) {
    const length = data.readUInt32BE(at)
    const end = at + 8 + length
    const sound = crc32(data.subarray(at + 4, end)) === data.readUInt32BE(end)
    yield { type: data.toString('latin1', at + 4, at + 8), data: data.subarray(at + 8, end), sound }
    at = end + 4
  }
}

function fail(reason: string): never {
  throw new Error(reason)
}
