import { createHash, randomBytes } from 'node:crypto'
import { createConnection } from 'node:net'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ObjectVersion,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { oddObjects } from '../../../scripts/rehearsal/corpus/odd-objects'
import type { Emulator } from '../../../scripts/rehearsal/emulator/emulator'
import { createEmulator, s3Client } from '../../helpers/emulator'

const MIB = 1024 * 1024
const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('base64')
const md5 = (data: Buffer) => createHash('md5').update(data).digest()
const named = (name: string, status: number): unknown =>
  expect.objectContaining({ name, $metadata: expect.objectContaining({ httpStatusCode: status }) as unknown })

type Listed = Pick<ObjectVersion, 'Key' | 'VersionId' | 'IsLatest'>

describe('objects in the emulator', () => {
  let emulator: Emulator
  let s3: S3Client
  const Bucket = 'objects'

  const body = async (Key: string, VersionId?: string): Promise<Buffer> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ...(VersionId && { VersionId }) }))
    return buffer(Body as Readable)
  }

  beforeAll(async () => {
    emulator = await createEmulator()
    s3 = s3Client(emulator)
    await s3.send(new CreateBucketCommand({ Bucket }))
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  })
  afterAll(async () => {
    s3.destroy()
    await emulator.stop()
  })

  it('keeps bytes, type, cache header and metadata of a streamed upload', async () => {
    const data = randomBytes(3 * MIB + 17)
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: 'kept',
        Body: Readable.from([data.subarray(0, MIB), data.subarray(MIB)]),
        ContentLength: data.length,
        ContentType: 'image/png',
        CacheControl: 'max-age=60',
        Metadata: { 'supabase-id': '42' },
      }),
    )
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'kept' }))
    expect(head).toMatchObject({
      ContentLength: data.length,
      ContentType: 'image/png',
      CacheControl: 'max-age=60',
      Metadata: { 'supabase-id': '42' },
      ETag: `"${md5(data).toString('hex')}"`,
    })
    expect((await body('kept')).equals(data)).toBe(true)
    const range = await s3.send(new GetObjectCommand({ Bucket, Key: 'kept', Range: 'bytes=5-9' }))
    expect(await buffer(range.Body as Readable)).toEqual(data.subarray(5, 10))
  })

  it('gives back the SHA-256 that an upload was sent with', async () => {
    const data = randomBytes(20_000)
    await s3.send(new PutObjectCommand({ Bucket, Key: 'hashed', Body: data, ChecksumSHA256: sha256(data) }))
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'hashed', ChecksumMode: 'ENABLED' }))
    expect(head).toMatchObject({ ChecksumSHA256: sha256(data), ChecksumType: 'FULL_OBJECT' })
  })

  it.each([
    ['x-amz-checksum-sha256', { ChecksumSHA256: sha256(Buffer.from('other')) }],
    ['Content-MD5', { ContentMD5: md5(Buffer.from('other')).toString('base64') }],
  ])('refuses an upload whose %s is wrong, and keeps nothing of it', async (_header, wrong) => {
    const put = (given: object) =>
      s3.send(new PutObjectCommand({ Bucket, Key: 'wrong', Body: Buffer.from('bytes'), ...given }))
    await expect(put(wrong)).rejects.toEqual(named('BadDigest', 400))
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'wrong' }))).rejects.toEqual(
      named('NotFound', 404),
    )
    const right = md5(Buffer.from('bytes')).toString('base64')
    await expect(put({ ContentMD5: right })).resolves.toBeDefined()
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'wrong' }))
  })

  it('keeps nothing of an upload that breaks off', async () => {
    const socket = createConnection(emulator.port, '127.0.0.1')
    const scope = 'rehearsal/20250101/us-east-1/s3/aws4_request'
    socket.write(
      `PUT /${Bucket}/half HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n` +
        `Authorization: AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0\r\n\r\nonly this`,
    )
    socket.end()
    await once(socket.resume(), 'close')
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'half' }))).rejects.toEqual(
      named('NotFound', 404),
    )
  })

  it('lets one of many writers create an object with If-None-Match', async () => {
    const create = (index: number) =>
      s3.send(new PutObjectCommand({ Bucket, Key: 'lock', Body: `writer ${index}`, IfNoneMatch: '*' }))
    const results = await Promise.allSettled(Array.from({ length: 8 }, (_, index) => create(index)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(create(9)).rejects.toEqual(named('PreconditionFailed', 412))
  })

  it('says of a deleted object that a delete marker hides it, and keeps its versions', async () => {
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: 'gone', Body: 'still here' }))
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }))
    for (const method of ['HEAD', 'GET']) {
      const scope = 'rehearsal/20250101/us-east-1/s3/aws4_request'
      const response = await fetch(`${emulator.endpoint}/${Bucket}/gone`, {
        method,
        headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` },
      })
      expect([response.status, response.headers.get('x-amz-delete-marker')]).toEqual([404, 'true'])
    }
    expect((await body('gone', VersionId)).toString()).toBe('still here')
  })

  it('joins the parts of a multipart upload, with a composite checksum', async () => {
    const parts = [randomBytes(5 * MIB), randomBytes(1000)]
    const Key = 'parts'
    const { UploadId } = await s3.send(
      new CreateMultipartUploadCommand({
        Bucket,
        Key,
        ChecksumAlgorithm: 'SHA256',
        ContentType: 'video/mp4',
      }),
    )
    const Parts = await Promise.all(
      parts.map(async (Body, index) => {
        const part = { Bucket, Key, UploadId, PartNumber: index + 1 }
        const { ETag } = await s3.send(new UploadPartCommand({ ...part, Body, ChecksumAlgorithm: 'SHA256' }))
        return { ETag, PartNumber: index + 1 }
      }),
    )
    const wrong = [{ ETag: '"0"', PartNumber: 1 }]
    await expect(
      s3.send(
        new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: wrong } }),
      ),
    ).rejects.toEqual(named('InvalidPart', 400))
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }))
    const whole = Buffer.concat(parts)
    const etag = md5(Buffer.concat(parts.map(md5))).toString('hex')
    const digests = Buffer.concat(parts.map((part) => createHash('sha256').update(part).digest()))
    expect((await body(Key)).equals(whole)).toBe(true)
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }))).toMatchObject({
      ETag: `"${etag}-2"`,
      ContentType: 'video/mp4',
      ChecksumType: 'COMPOSITE',
      ChecksumSHA256: `${sha256(digests)}-2`,
    })
  })

  it('refuses a part with a wrong checksum, and a part of an upload that was given up', async () => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'given-up' }))
    const part = { Bucket, Key: 'given-up', UploadId, PartNumber: 1, Body: Buffer.from('part') }
    await expect(
      s3.send(new UploadPartCommand({ ...part, ChecksumSHA256: sha256(Buffer.from('x')) })),
    ).rejects.toEqual(named('BadDigest', 400))
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'given-up', UploadId }))
    await expect(s3.send(new UploadPartCommand(part))).rejects.toEqual(named('NoSuchUpload', 404))
  })

  it('copies an object with its metadata', async () => {
    const data = randomBytes(100_000)
    await s3.send(new PutObjectCommand({ Bucket, Key: 'from', Body: data, Metadata: { a: 'b' } }))
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from` }))
    expect((await body('to')).equals(data)).toBe(true)
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'to' }))).Metadata).toEqual({ a: 'b' })
  })
})

describe('keys in the emulator', () => {
  const Bucket = 'odd-keys'
  const objects = oddObjects(1)
  let emulator: Emulator
  let s3: S3Client

  beforeAll(async () => {
    emulator = await createEmulator()
    s3 = s3Client(emulator)
    await s3.send(new CreateBucketCommand({ Bucket }))
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
    for (const object of objects) {
      await s3.send(
        new PutObjectCommand({ Bucket, Key: object.key, Body: await buffer(Readable.from([object.body()])) }),
      )
    }
  })
  afterAll(async () => {
    s3.destroy()
    await emulator.stop()
  })

  it('come back as they were sent: slashes, spaces and reserved characters', async () => {
    for (const object of objects) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: object.key }))
      expect([object.key, await buffer(Body as Readable)]).toEqual([object.key, object.body()])
    }
  })

  it('are listed whole and in byte order, over pages', async () => {
    const listed: string[] = []
    let ContinuationToken: string | undefined
    do {
      const page = await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 7, ContinuationToken }))
      listed.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''))
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken !== undefined)
    expect(listed).toEqual(inByteOrder(objects.map(({ key }) => key)))
  })

  it('are listed by version over pages: each version once, newest first, delete markers too', async () => {
    const [first, second] = ['odd/a//b.png', 'odd/A']
    await s3.send(new PutObjectCommand({ Bucket, Key: first, Body: 'second version' }))
    await s3.send(new DeleteObjectCommand({ Bucket, Key: second }))
    for (const MaxKeys of [1, 7, 1000]) {
      const seen: { key: string; version: string; latest: boolean; marker: boolean }[] = []
      let marker: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {}
      while (marker !== undefined) {
        const page: Awaited<ReturnType<typeof listVersions>> = await listVersions({ MaxKeys, ...marker })
        seen.push(...page.entries)
        marker = page.next
      }
      expect(seen.map(({ key }) => key)).toEqual(
        inByteOrder([...objects.map(({ key }) => key), first, second]),
      )
      expect(new Set(seen.map(({ version }) => version)).size).toBe(seen.length)
      expect(seen.filter(({ latest }) => latest)).toHaveLength(objects.length)
      expect(seen.filter(({ key }) => key === first).map(({ latest }) => latest)).toEqual([true, false])
      expect(seen.find(({ marker: isMarker }) => isMarker)).toMatchObject({ key: second, latest: true })
    }
  })

  it('are listed by version after a marker that is gone', async () => {
    const { entries } = await listVersions({ MaxKeys: 2, KeyMarker: 'odd/b-was-never-here' })
    const after = inByteOrder(objects.map(({ key }) => key)).filter((key) => key > 'odd/b-was-never-here')
    expect(entries.map(({ key }) => key)).toEqual(after.slice(0, 2))
  })

  it('read a bare + in a path as a space, as S3 does', async () => {
    const scope = 'rehearsal/20250101/us-east-1/s3/aws4_request'
    const headers = { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` }
    const get = async (path: string) =>
      (await fetch(`${emulator.endpoint}/${Bucket}/${path}`, { headers })).status
    expect([
      await get('odd/plus+plus.png'),
      await get('odd/plus%2Bplus.png'),
      await get('odd/with+space.png'),
    ]).toEqual([404, 200, 200])
  })

  async function listVersions(input: { MaxKeys: number; KeyMarker?: string; VersionIdMarker?: string }) {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket, ...input }))
    const entry = (marker: boolean) => (one: Listed) => ({
      key: one.Key ?? '',
      version: one.VersionId ?? '',
      latest: one.IsLatest === true,
      marker,
    })
    const entries = [
      ...(page.Versions ?? []).map(entry(false)),
      ...(page.DeleteMarkers ?? []).map(entry(true)),
    ].sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))
    const next = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker ?? '', VersionIdMarker: page.NextVersionIdMarker ?? '' }
      : undefined
    return { entries, next }
  }
})

function inByteOrder(keys: readonly string[]): string[] {
  return [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}
