import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { get } from 'node:http'
import { text } from 'node:stream/consumers'
import {
  CreateBucketCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { bucketPolicy } from '../../../cdktf/config/bucket-policy'
import { startCdn, type Cdn } from '../../../scripts/rehearsal/cdn/cdn'
import type { Emulator } from '../../../scripts/rehearsal/emulator/emulator'
import { createEmulator, s3Client } from '../../helpers/emulator'
import { createAccessControl, createDistribution, type DistributionOptions } from './make-distribution'

const SUPABASE = 'abcdefghijklmnopqrst.supabase.co'
const SUPABASE_PATH = '/storage/v1/object/public/images'

describe('the CloudFront stand-in', () => {
  let emulator: Emulator
  let s3: S3Client
  let cdn: Cdn
  let supabase: Server
  let asked: string[] = []
  let Bucket: string
  let count = 0

  /** A distribution over the bucket of this test: OAC, fallback and policy as the storage stack makes them. */
  const distribute = async (options: Partial<DistributionOptions> & { allow?: boolean } = {}) => {
    const made = await createDistribution(emulator, {
      s3Domain: `${Bucket}.s3.us-east-1.amazonaws.com`,
      accessControlId: await createAccessControl(emulator),
      fallback: { domain: SUPABASE, path: SUPABASE_PATH, on: [403, 404] },
      ...options,
    })
    if (options.allow !== false) {
      const policy = bucketPolicy({ bucket: Bucket, distributionArn: made.arn, fence: false })
      await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policy) }))
    }
    return made
  }

  const ask = async (host: string, path: string, options: { method?: string; headers?: object } = {}) => {
    const { port } = new URL(cdn.url)
    const outgoing = get({ port, host: '127.0.0.1', path, ...options, headers: { host, ...options.headers } })
    const [response] = (await once(outgoing, 'response')) as [
      Parameters<typeof text>[0] & { statusCode: number; headers: Record<string, string> },
    ]
    return {
      status: response.statusCode,
      by: response.headers['x-served-by'],
      headers: response.headers,
      body: await text(response),
    }
  }

  beforeAll(async () => {
    emulator = await createEmulator()
    s3 = s3Client(emulator)
    supabase = createServer((request, response) => {
      asked.push(`${String(request.headers.host)}${String(request.url)}`)
      response.writeHead(request.url?.endsWith('/old.png') === true ? 200 : 400).end('from supabase')
    }).listen(0, '127.0.0.1')
    await once(supabase, 'listening')
  })
  afterAll(async () => {
    s3.destroy()
    supabase.close()
    await emulator.stop()
  })
  beforeEach(async () => {
    asked = []
    // A description is trusted for a second: each test has a stand-in of its own.
    Bucket = `cdn-images-${String((count += 1))}`
    const resolve = (host: string) => (host === SUPABASE ? urlOf(supabase) : undefined)
    cdn = await startCdn({ emulatorEndpoint: emulator.endpoint, env: emulator.env, resolve })
    await s3.send(new CreateBucketCommand({ Bucket }))
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: "a//b c+d'.png",
        Body: 'from s3',
        ContentType: 'image/png',
        CacheControl: 'max-age=9',
      }),
    )
  })

  afterEach(() => cdn.stop())

  it('serves an object from the bucket that the distribution names', async () => {
    const { host } = await distribute()
    const answer = await ask(host, "/a//b%20c%2Bd'.png")
    expect(answer).toMatchObject({ status: 200, by: 's3', body: 'from s3' })
    expect(answer.headers).toMatchObject({ 'content-type': 'image/png', 'cache-control': 'max-age=9' })
    expect((await ask(host, "/a//b%20c%2Bd'.png", { headers: { range: 'bytes=5-' } })).body).toBe('s3')
    expect(await ask(host, "/a//b%20c%2Bd'.png", { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
    expect(asked).toEqual([])
    expect(cdn.hits()).toEqual({ s3: 3, fallback: 0, refused: 0 })
  })

  it('falls back to the former storage for what S3 does not have', async () => {
    const { host } = await distribute()
    expect(await ask(host, '/old.png')).toMatchObject({ status: 200, by: 'fallback', body: 'from supabase' })
    expect(asked).toEqual([`${SUPABASE}${SUPABASE_PATH}/old.png`])
    expect(await ask(host, '/nowhere.png')).toMatchObject({ status: 400, by: 'fallback' })
  })

  it('answers 403 without a fallback for what S3 does not have', async () => {
    const { host } = await distribute({ fallback: undefined })
    expect(await ask(host, '/old.png')).toMatchObject({ status: 403, by: 's3' })
    expect(asked).toEqual([])
  })

  it.each([
    ['no policy lets the distribution read', { allow: false }],
    ['no access control signs for it', { accessControlId: '' }],
  ])('serves nothing from the bucket when %s', async (_reason, options) => {
    const { host } = await distribute({ fallback: undefined, ...options })
    expect(await ask(host, "/a//b%20c%2Bd'.png")).toMatchObject({ status: 403, by: 's3' })
  })

  it('does not find a bucket whose name is typed wrong, nor one in another region', async () => {
    const wrong = await distribute({
      fallback: undefined,
      s3Domain: 'cdn-imagse-1.s3.us-east-1.amazonaws.com',
    })
    const abroad = await distribute({ fallback: undefined, s3Domain: `${Bucket}.s3.eu-west-1.amazonaws.com` })
    expect(await ask(wrong.host, '/a')).toMatchObject({ status: 404, by: 's3' })
    expect(await ask(abroad.host, '/a')).toMatchObject({ status: 502 })
  })

  it('answers 502 when a custom origin does not resolve', async () => {
    const fallback = { domain: 'typo.supabase.co', path: SUPABASE_PATH, on: [403, 404] }
    const { host } = await distribute({ fallback })
    expect((await ask(host, "/a//b%20c%2Bd'.png")).by).toBe('s3')
    expect(await ask(host, '/old.png')).toMatchObject({ status: 502 })
    expect(cdn.hits().refused).toBe(1)
  })

  it('knows no other host and allows no other method than the distribution', async () => {
    const { host } = await distribute()
    expect((await ask('d000.cloudfront.net', '/old.png')).status).toBe(404)
    expect((await ask(host, '/old.png', { method: 'DELETE' })).status).toBe(403)
  })
})

function urlOf(server: Server): string {
  const address = server.address()
  return `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}`
}
