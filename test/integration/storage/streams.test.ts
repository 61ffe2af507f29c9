import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SupabaseStorageClient } from '../../../services/shared/storage/supabase-client'
import { withDatabase as connect } from '../../../scripts/adapters/postgres/connect'
import { supabaseSource } from '../../../scripts/adapters/supabase/objects'
import type { ObjectSource } from '../../../scripts/adapters/ports'
import { withDatabase } from '../../helpers/postgres'
import { bytesOf, TARGET, withStorageWorld } from '../../helpers/storage-world'
import { rowsOf } from './journal-of'

/** A source whose Storage API answers as `listener` does. */
async function withSource(
  listener: RequestListener,
  use: (source: ObjectSource) => Promise<void>,
): Promise<void> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = new SupabaseStorageClient({ url, serviceKey: 'key' })
  try {
    await withDatabase((database) =>
      connect(database, (opened) => use(supabaseSource({ database: opened, client, relayToken: 't' }))),
    )
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

async function drain(body: AsyncIterable<unknown>): Promise<number> {
  let size = 0
  for await (const chunk of body) size += (chunk as Buffer).length
  return size
}

describe('a body of the source', () => {
  it('that breaks off is a failure of the source that may pass', async () => {
    const breaksOff: RequestListener = (_request, response) => {
      response.writeHead(200, { 'content-length': 1_000 })
      response.write(Buffer.alloc(10), () => response.destroy())
    }
    await withSource(breaksOff, async (source) => {
      const { body } = await source.read('images', 'a.png')
      await expect(drain(body)).rejects.toMatchObject({ code: 'SOURCE_FAILED', data: { retryable: true } })
    })
  })

  it('that nobody reads is let go with its connection', async () => {
    let closed: () => void = () => undefined
    const gone = new Promise<void>((resolve) => (closed = resolve))
    const endless: RequestListener = (_request, response) => {
      response.on('close', () => closed())
      response.writeHead(200)
      response.write(Buffer.alloc(1_000))
    }
    await withSource(endless, async (source) => {
      const { body } = await source.read('images', 'a.png')
      body.destroy()
      await gone
    })
  })

  it('is not believed to be fenced by any other denial', async () => {
    const denies: RequestListener = (_request, response) => {
      const body = { statusCode: '403', code: 'AccessDenied', error: 'Unauthorized', message: 'jwt expired' }
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    await withSource(denies, async (source) => {
      await expect(source.tryWrite('images')).rejects.toMatchObject({ code: 'SOURCE_FAILED' })
    })
  })

  it('under a key that HTTP would change is refused as such', async () => {
    await withSource(
      () => undefined,
      async (source) => {
        await expect(source.read('images', 'a/../b')).rejects.toMatchObject({ code: 'SOURCE_FAILED' })
      },
    )
  })
})

describe('a copy', () => {
  it('goes on past objects that Supabase cannot give, names them, and does not call them verified', async () => {
    await withStorageWorld(async (world) => {
      for (const key of ['a.png', 'z.png']) await world.put('images', key, bytesOf(key, 2_000))
      await rowsOf(
        world,
        `insert into storage.objects (bucket_id, name, version, metadata) values
           ('images', 'b/../c.png', 'none', '{"size": 1}'), ('images', 'd.png', 'none', '{"size": 1}')`,
      )
      const copied = await world.migrate('storage', 'copy', TARGET)
      expect(copied).toMatchObject({ exit: 5, json: { error: { code: 'SOURCE_FAILED' } } })
      expect(copied.stdout).toContain('b/../c.png')
      const rows = await rowsOf(
        world,
        `select name, size::int from supabase_to_aws.object_copies order by name collate "C"`,
      )
      expect(rows).toEqual([
        { name: 'a.png', size: 2_000 },
        { name: 'd.png', size: 0 },
        { name: 'z.png', size: 2_000 },
      ])
      await rowsOf(
        world,
        `set storage.allow_delete_query = 'true'; delete from storage.objects where name = 'b/../c.png'`,
      )
      expect((await world.migrate('storage', 'copy', TARGET)).exit).toBe(0)
      const verified = await world.migrate('storage', 'verify', TARGET)
      expect(verified.exit).toBe(4)
      expect(verified.stdout).toContain('missing-bytes')
    })
  })
})
