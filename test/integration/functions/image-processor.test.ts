import { crc32, deflateSync } from 'node:zlib'
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import type * as JimpPackage from 'jimp'
import type * as Program from '../../../services/functions/image-processor/image-processor'
import { jsonLog } from '../../../services/shared/lambda/log'
import type { Emulator } from '../../../scripts/rehearsal/emulator/emulator'
import { bundled } from '../../helpers/bundled'
import { createEmulator, s3Client } from '../../helpers/emulator'

const { createImageProcessor } = bundled(
  'services/functions/image-processor/image-processor.ts',
) as typeof Program
const { Jimp } = bundled('node_modules/jimp/dist/commonjs/index.js') as typeof JimpPackage

const BUCKET = 'community-dev-photos-123456789012'

let emulator: Emulator
let s3: S3Client

beforeAll(async () => {
  emulator = await createEmulator()
  s3 = s3Client(emulator)
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }))
})
afterAll(() => emulator.stop())

/** As S3 sends it: the key as in a form. */
function created(key: string, bucket = BUCKET): unknown {
  const form = encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+')
  const object = { key: form, size: 1, eTag: 'etag', sequencer: '0' }
  return { Records: [{ eventName: 'ObjectCreated:Put', s3: { bucket: { name: bucket }, object } }] }
}

async function process(key: string, bucket?: string): Promise<Program.Outcome | undefined> {
  const processor = createImageProcessor({ s3, bucket: BUCKET, log: jsonLog('test', () => undefined) })
  return (await processor(created(key, bucket)))[0]
}

async function put(key: string, body: Buffer, type = 'image/jpeg'): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: BUCKET,
      Key: key,
      Body: body,
      ContentType: type,
      CacheControl: 'max-age=60',
    }),
  )
}

async function get(key: string) {
  const { Body, ...head } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }))
  return { ...head, bytes: Buffer.from((await Body?.transformToByteArray()) ?? []) }
}

async function keys(prefix: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: prefix }))
  return Contents.map(({ Key = '' }) => Key)
}

const picture = (width: number, height: number) => new Jimp({ width, height, color: 0x3366ccff })
const jpeg = (width: number, height: number) => picture(width, height).getBuffer('image/jpeg')
const png = (width: number, height: number) => picture(width, height).getBuffer('image/png')

/** A JPEG as a telephone writes it: an EXIF segment with its orientation and, as a comment, where it was taken. */
function withExif(bytes: Buffer, orientation: number): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write('II*\0', 0, 'latin1')
  tiff.writeUInt32LE(8, 4)
  tiff.writeUInt16LE(1, 8)
  tiff.writeUInt16LE(0x0112, 10)
  tiff.writeUInt16LE(3, 12)
  tiff.writeUInt32LE(1, 14)
  tiff.writeUInt16LE(orientation, 18)
  const segment = (marker: number, content: Buffer) => {
    const head = Buffer.from([0xff, marker, 0, 0])
    head.writeUInt16BE(content.length + 2, 2)
    return Buffer.concat([head, content])
  }
  const exif = segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]))
  const comment = segment(0xfe, Buffer.from('taken at 52.5200 N 13.4050 E'))
  return Buffer.concat([bytes.subarray(0, 2), exif, comment, bytes.subarray(2)])
}

/** A few bytes that announce an image of any size. */
function announced(width: number, height: number): Buffer {
  const chunk = (name: string, content: Buffer) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), content])
    const all = Buffer.alloc(body.length + 8)
    all.writeUInt32BE(content.length, 0)
    body.copy(all, 4)
    all.writeUInt32BE(crc32(body), body.length + 4)
    return all
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 6, 0, 0, 0], 8)
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  const data = deflateSync(Buffer.alloc(1000))
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

describe('a new photo', () => {
  it('gets two thumbnails of its own type and shape', async () => {
    await put('originals/anna/one.jpg', await jpeg(1000, 100))
    await put('originals/anna/two.png', await png(60, 1200), 'image/png')
    expect(await process('originals/anna/one.jpg')).toBe('made')
    expect(await process('originals/anna/two.png')).toBe('made')
    for (const [key, type, width, height] of [
      ['thumbnails/800/anna/one.jpg', 'image/jpeg', 800, 80],
      ['thumbnails/200/anna/one.jpg', 'image/jpeg', 200, 20],
      ['thumbnails/800/anna/two.png', 'image/png', 40, 800],
      ['thumbnails/200/anna/two.png', 'image/png', 10, 200],
    ] as const) {
      const thumbnail = await get(key)
      expect([thumbnail.ContentType, thumbnail.CacheControl]).toEqual([type, 'max-age=60'])
      const image = await Jimp.fromBuffer(thumbnail.bytes)
      expect([image.mime, image.width, image.height]).toEqual([type, width, height])
    }
  })

  it('is turned as its EXIF says, and its thumbnails carry no metadata', async () => {
    // 6: the camera was held upright.
    await put('originals/anna/exif.jpg', withExif(await jpeg(300, 150), 6))
    expect(await process('originals/anna/exif.jpg')).toBe('made')
    const { bytes } = await get('thumbnails/200/anna/exif.jpg')
    const { width, height } = await Jimp.fromBuffer(bytes)
    expect([width, height]).toEqual([100, 200])
    expect(bytes.includes('Exif')).toBe(false)
    expect(bytes.includes('52.5200')).toBe(false)
  })

  it('is never made larger', async () => {
    await put('originals/anna/small.png', await png(50, 40), 'image/png')
    await process('originals/anna/small.png')
    const { width, height } = await Jimp.fromBuffer((await get('thumbnails/800/anna/small.png')).bytes)
    expect([width, height]).toEqual([50, 40])
  })

  it('may have any name that S3 allows', async () => {
    await put('originals/anna/a b+c ü%.jpg', await jpeg(10, 10))
    expect(await process('originals/anna/a b+c ü%.jpg')).toBe('made')
    expect(await keys('thumbnails/200/anna/a b')).toEqual(['thumbnails/200/anna/a b+c ü%.jpg'])
  })

  it('is told by its bytes, whatever type was claimed', async () => {
    await put('originals/anna/claimed.jpg', await png(30, 30))
    expect(await process('originals/anna/claimed.jpg')).toBe('made')
    expect((await get('thumbnails/200/anna/claimed.jpg')).ContentType).toBe('image/png')
  })
})

describe('an event', () => {
  it('that comes twice is done once, and a replaced photo again', async () => {
    const key = 'originals/anna/twice.jpg'
    await put(key, await jpeg(30, 30))
    expect(await process(key)).toBe('made')
    const first = await get('thumbnails/200/anna/twice.jpg')
    expect(await process(key)).toBe('done before')
    expect((await get('thumbnails/200/anna/twice.jpg')).LastModified).toEqual(first.LastModified)
    await put(key, await jpeg(30, 10))
    expect(await process(key)).toBe('made')
    expect((await get('thumbnails/200/anna/twice.jpg')).ETag).not.toBe(first.ETag)
  })

  it('makes only the thumbnail that is missing after a run that was cut short', async () => {
    const key = 'originals/anna/cut.jpg'
    await put(key, await jpeg(30, 30))
    await process(key)
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'thumbnails/800/anna/cut.jpg' }))
    expect(await process(key)).toBe('made')
    expect(await keys('thumbnails/800/anna/cut')).toHaveLength(1)
  })

  it('of its own thumbnails, or of another bucket, starts nothing', async () => {
    await put('thumbnails/200/anna/own.jpg', await jpeg(30, 30))
    expect(await process('thumbnails/200/anna/own.jpg')).toBe('not ours')
    expect(await process('originals/anna/one.jpg', 'somebody-elses-bucket')).toBe('not ours')
    expect(await keys('thumbnails/200/200')).toEqual([])
  })

  it('of a photo that is gone is no error', async () => {
    expect(await process('originals/anna/never.jpg')).toBe('gone')
  })

  it('that is none of S3 is refused', async () => {
    const processor = createImageProcessor({ s3, bucket: BUCKET, log: jsonLog('test', () => undefined) })
    await expect(processor({ Records: [{ s3: {} }] })).rejects.toThrow()
  })
})

describe('an image that is unusable', () => {
  it.each<[string, () => Buffer | Promise<Buffer>]>([
    ['announces 2,500 million pixels', () => announced(50_000, 50_000)],
    ['announces more than 25 million pixels', () => announced(5001, 5000)],
    ['has no pixels', () => announced(0, 10)],
    ['is HTML', () => Buffer.from('<html><script>alert(1)</script>')],
    ['is empty', () => Buffer.alloc(0)],
    ['is a JPEG without an image', () => Buffer.from([0xff, 0xd8, 0xff, 0xd9])],
    ['is a PNG that was cut off', async () => (await png(100, 100)).subarray(0, 60)],
    [
      'is a JPEG of rubbish',
      async () => Buffer.concat([(await jpeg(100, 100)).subarray(0, 200), Buffer.alloc(50)]),
    ],
  ])('since it %s, is reported and not tried again', async (name, bytes) => {
    const key = `originals/bad/${name}.jpg`
    await put(key, await bytes())
    expect(await process(key)).toBe('unusable')
    expect(await keys(`thumbnails/200/bad/${name}`)).toEqual([])
  })

  it('since it has too many bytes, is not even read', async () => {
    await put('originals/bad/large.jpg', Buffer.alloc(20 * 1024 * 1024 + 1))
    expect(await process('originals/bad/large.jpg')).toBe('too large')
  })
})
