import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { createPresign, PHOTO_BYTES_MAX } from '../../../services/functions/presign/presign'
import { jsonLog } from '../../../services/shared/lambda/log'
import type { Emulator } from '../../../scripts/rehearsal/emulator/emulator'
import { createEmulator } from '../../helpers/emulator'
import { httpEvent } from './http-event'

const BUCKET = 'community-dev-photos-123456789012'
const ANNA = '3b241101-e2bb-4255-8caf-4136c566a962'
const BOB = '9c858901-8a57-4791-81fe-4c455b099bc9'
const UPLOAD = 'POST /api/photos/upload-url'
const VIEW = 'POST /api/photos/view-url'

let emulator: Emulator
let s3: S3Client
let lines: string[]

beforeAll(async () => {
  emulator = await createEmulator()
  s3 = new S3Client({
    endpoint: emulator.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    forcePathStyle: true,
  })
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }))
})
beforeEach(() => (lines = []))
afterAll(() => emulator.stop())

async function ask(route: string, userId: string | undefined, body: unknown) {
  const presign = createPresign({ s3, bucket: BUCKET, log: jsonLog('presign', (line) => lines.push(line)) })
  const caller = userId === undefined ? undefined : { userId }
  const { statusCode, body: text } = await presign(httpEvent(route, caller, body))
  return { statusCode, answer: JSON.parse(text ?? '') as Record<string, string | undefined> }
}

interface Upload {
  url: string
  key: string
  method: string
  headers: Record<string, string>
}

const upload = async (userId: string, body: unknown): Promise<Upload> =>
  (await ask(UPLOAD, userId, body)).answer as never

describe('an upload', () => {
  it('goes to S3 by the URL alone, and is seen by the view URL', async () => {
    const photo = Buffer.from('as if it were a photo')
    const { url, method, headers, key } = await upload(ANNA, {
      contentType: 'image/jpeg',
      size: photo.length,
    })
    expect(key).toMatch(new RegExp(`^originals/${ANNA}/[0-9a-f-]{36}\\.jpg$`))
    const put = await fetch(url, { method, headers, body: photo })
    expect(put.status).toBe(200)
    const stored = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }))
    expect(stored.ContentType).toBe('image/jpeg')
    const { statusCode, answer } = await ask(VIEW, ANNA, { key })
    expect(statusCode).toBe(200)
    const view = await fetch(answer['url'] ?? '')
    expect(Buffer.from(await view.arrayBuffer())).toEqual(photo)
  })

  it('is signed for fifteen minutes, one type and one length; a view for an hour', async () => {
    const { url, key } = await upload(ANNA, { contentType: 'image/png', size: 5 })
    const query = new URL(url).searchParams
    expect(query.get('X-Amz-Expires')).toBe('900')
    // Whatever is signed has to arrive as it was signed, or S3 refuses the request.
    expect(query.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host')
    // A browser could not send the checksum of a body that was not there yet.
    expect([...query.keys()].filter((name) => /checksum/i.test(name))).toEqual([])
    const { answer } = await ask(VIEW, ANNA, { key })
    expect(new URL(answer['url'] ?? '').searchParams.get('X-Amz-Expires')).toBe('3600')
  })

  it('has a name of its own each time', async () => {
    const body = { contentType: 'image/png', size: 5 }
    expect((await upload(ANNA, body)).key).not.toBe((await upload(ANNA, body)).key)
  })

  it.each([
    [{ contentType: 'image/svg+xml', size: 5 }, /image\/jpeg or image\/png/],
    [{ contentType: 'text/html', size: 5 }, /image\/jpeg or image\/png/],
    [{ contentType: 'constructor', size: 5 }, /image\/jpeg or image\/png/],
    [{ contentType: 'image/png', size: PHOTO_BYTES_MAX + 1 }, /size/],
    [{ contentType: 'image/png', size: 0 }, /size/],
    [{ contentType: 'image/png' }, /size/],
    [{ contentType: 'image/png', size: 5, key: 'originals/other/x.png' }, /key/],
    ['not json', /JSON/],
  ])('fails for %j', async (body, reason) => {
    const { statusCode, answer } = await ask(UPLOAD, ANNA, body)
    expect(statusCode).toBe(400)
    expect(JSON.stringify(answer)).toMatch(reason)
  })
})

describe('a view', () => {
  const name = '0f8fad5b-d9cb-469f-a165-70867728950e.jpg'

  it('is given of the own originals and thumbnails', async () => {
    for (const key of [`originals/${ANNA}/${name}`, `thumbnails/200/${ANNA}/${name}`]) {
      expect((await ask(VIEW, ANNA, { key })).statusCode).toBe(200)
    }
  })

  it('fails for what is somebody else’s or no photo at all, with the same answer', async () => {
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: `originals/${BOB}/${name}`, Body: 'x' }))
    const keys = [
      `originals/${BOB}/${name}`,
      `thumbnails/200/${BOB}/${name}`,
      `originals/${ANNA}/../${BOB}/${name}`,
      `originals/${ANNA}/${name}/../../${BOB}/${name}`,
      `originals/${ANNA}%2f..%2f${BOB}/${name}`,
      `/originals/${ANNA}/${name}`,
      `originals/${ANNA}/`,
      `originals/${ANNA}/${name}\n`,
      'other/secret.json',
    ]
    const answers = await Promise.all(keys.map((key) => ask(VIEW, ANNA, { key })))
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1)
    expect(answers[0]).toMatchObject({ statusCode: 404 })
  })
})

describe('a caller', () => {
  const body = { contentType: 'image/png', size: 5 }

  it('who is not signed in, or no user, gets nothing', async () => {
    expect((await ask(UPLOAD, undefined, body)).statusCode).toBe(401)
    expect((await ask(UPLOAD, '../../etc', body)).statusCode).toBe(403)
    expect((await ask(VIEW, undefined, { key: 'x' })).statusCode).toBe(401)
    expect((await ask('POST /api/photos/other', ANNA, body)).statusCode).toBe(404)
  })

  it('leaves no URL in the log', async () => {
    const { url } = await upload(ANNA, body)
    expect(lines).toHaveLength(1)
    expect(lines.join()).not.toContain(new URL(url).searchParams.get('X-Amz-Signature'))
  })
})
