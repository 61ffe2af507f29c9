import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { SupabaseStorageClient } from '../../../services/shared/storage/supabase-client'

interface Seen {
  line: string
  headers: IncomingMessage['headers']
  body: string
}

/** Answers as Supabase Storage's source says, for requests that the rehearsal's own double does not know. */
async function withServer(
  answer: (request: Seen) => { status?: number; body?: unknown },
  work: (client: SupabaseStorageClient, seen: Seen[]) => Promise<void>,
): Promise<void> {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const line = `${request.method ?? ''} ${request.url ?? ''}`
      const entry = { line, headers: request.headers, body: body.toString() }
      seen.push(entry)
      const { status = 200, body: reply = {} } = answer(entry)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(reply))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  try {
    await work(new SupabaseStorageClient({ url: `http://127.0.0.1:${port}/`, serviceKey: 'key' }), seen)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

describe('the Supabase Storage client', () => {
  it('sends type, cache control, metadata and the size of a stream', async () => {
    await withServer(
      () => ({}),
      async (client, seen) => {
        const userMetadata = { Title: 'Ünï', n: 1 }
        await client.withHeaders({ 'x-supabase-to-aws-relay': 'token' }).put('my bucket', '/a//b+c?.png', {
          ...{ body: Buffer.from('abc'), size: 3, contentType: 'image/png', cacheControl: 'max-age=60' },
          ...{ userMetadata, upsert: false },
        })
        expect(seen[0]).toMatchObject({
          line: 'POST /storage/v1/object/my%20bucket//a//b%2Bc%3F.png',
          body: 'abc',
        })
        expect(seen[0]?.headers).toMatchObject({
          ...{ authorization: 'Bearer key', apikey: 'key', 'x-supabase-to-aws-relay': 'token' },
          ...{ 'content-type': 'image/png', 'content-length': '3', 'cache-control': 'max-age=60' },
          ...{
            'x-upsert': 'false',
            'x-metadata': Buffer.from(JSON.stringify(userMetadata)).toString('base64'),
          },
        })
      },
    )
  })

  it('signs a key with a question mark by the request that takes keys as they are', async () => {
    const signedURL = '/object/sign/images/what?.png?token=abc.def.ghi'
    await withServer(
      () => ({ body: [{ error: null, path: 'what?.png', signedURL }] }),
      async (client, seen) => {
        expect(await client.sign('images', 'what?.png', 60)).toMatch(
          /\/object\/sign\/images\/what%3F\.png\?token=abc\.def\.ghi$/,
        )
        expect(seen[0]).toMatchObject({
          line: 'POST /storage/v1/object/sign/images',
          body: '{"expiresIn":60,"paths":["what?.png"]}',
        })
      },
    )
  })

  it('knows a missing object inside that answer', async () => {
    const error = 'Either the object does not exist or you do not have access to it'
    await withServer(
      () => ({ body: [{ error, path: 'what?.png', signedURL: null }] }),
      async (client) => {
        await expect(client.sign('images', 'what?.png', 60)).rejects.toMatchObject({
          code: 'STORAGE_MISSING',
        })
      },
    )
  })

  it('signs an upload with reserved characters as they are', async () => {
    await withServer(
      () => ({ body: { url: '/object/upload/sign/images/a+b c.png?token=abc', token: 'abc' } }),
      async (client, seen) => {
        const url = await client.signUpload('images', 'a+b c.png')
        expect(seen[0]?.line).toBe('POST /storage/v1/object/upload/sign/images/a+b%20c.png')
        expect(url).toMatch(/\/object\/upload\/sign\/images\/a%2Bb%20c\.png\?token=abc$/)
      },
    )
  })

  it.each([
    [{ statusCode: '404', error: 'not_found', message: 'Object not found' }, 400, 'STORAGE_MISSING'],
    [{ statusCode: '404', error: 'Bucket not found', message: 'Bucket not found' }, 400, 'STORAGE_REFUSED'],
    [
      { statusCode: '409', error: 'Duplicate', message: 'The resource already exists' },
      400,
      'STORAGE_EXISTS',
    ],
    [{ statusCode: '429', error: 'too_many', message: 'slow' }, 400, 'STORAGE_FAILED'],
    [{ error: 'not_found', message: 'Object not found' }, 400, 'STORAGE_MISSING'],
    [{ message: 'database timeout' }, 544, 'STORAGE_FAILED'],
    ['<html>Bad gateway</html>', 502, 'STORAGE_FAILED'],
    [{ statusCode: '403', error: 'Unauthorized', message: 'new row violates' }, 400, 'STORAGE_REFUSED'],
  ])('reads the real status out of %j (HTTP %d): %s', (...[body, status, code]) =>
    withServer(
      () => ({ status, body }),
      async (client) => {
        await expect(client.get('images', 'a.png')).rejects.toMatchObject({ code })
      },
    ),
  )

  it('says that a server that cannot be reached may be asked again', async () => {
    const client = new SupabaseStorageClient({ url: 'http://127.0.0.1:1', serviceKey: 'key' })
    await expect(client.info('images', 'a.png')).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      retryable: true,
    })
  })

  it('never shows its key in an error', async () => {
    const client = new SupabaseStorageClient({ url: 'http://127.0.0.1:1', serviceKey: 'sb_secret_x' })
    const error: unknown = await client.get('images', 'a.png').catch((caught: unknown) => caught)
    expect(JSON.stringify(error) + String(error)).not.toContain('sb_secret')
  })
})
