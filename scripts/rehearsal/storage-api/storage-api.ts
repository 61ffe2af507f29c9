import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Pool } from 'pg'
import { Blobs } from './blobs'
import { callerOf, type Keys } from './caller'
import { matchRoute } from './routes'
import { noSuchRoute, StorageError, toStorageError } from './storage-error'
import { openPool } from './with-transaction'

const PREFIX = '/storage/v1'
const KEEP_ALIVE_MS = 65_000

export interface StorageApiOptions extends Keys {
  /** As a role that may become service_role, authenticated and anon: supabase_storage_admin. */
  databaseUrl: string
  /** Where the bytes lie. A server started again over the same directory and database goes on. */
  dir: string
  /** Every n-th request on an object fails with this status before anything is done. */
  faults?: { every: number; status: number }
}

export interface StorageApi {
  /** What an application calls SUPABASE_URL; the API lies under `/storage/v1`. */
  readonly url: string
  /** Requests answered so far, by operation (`storage.object.upload`, …), whatever the answer was. */
  requests(): Readonly<Record<string, number>>
  stop(): Promise<void>
}

/** What every request shares. */
interface World {
  options: StorageApiOptions
  pool: Pool
  blobs: Blobs
  counts: Map<string, number>
}

/** Supabase's Storage API on a free port of the loopback, over a database and a directory. */
export async function startStorageApi(options: StorageApiOptions): Promise<StorageApi> {
  const blobs = new Blobs(options.dir)
  await blobs.prepare()
  const world: World = { options, blobs, pool: openPool(options.databaseUrl), counts: new Map() }
  const server = createServer((request, response) => void answer(world, request, response))
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.requestTimeout = 0
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    requests: () => Object.fromEntries(world.counts),
    stop: () => stop(server, world.pool),
  }
}

async function answer(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await handle(world, request, response)
  } catch (error) {
    if (response.headersSent) {
      response.destroy() // the body broke off; the client must not take it for whole
      return
    }
    const storageError = toStorageError(error)
    const body = Buffer.from(JSON.stringify(storageError))
    response
      .writeHead(storageError.httpStatus, {
        'content-type': 'application/json',
        'content-length': body.length,
      })
      .end(request.method === 'HEAD' ? undefined : body)
  }
}

async function handle(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path, query] = splitOnce(request.url ?? '', '?')
  const method = request.method ?? ''
  const match = path.startsWith(`${PREFIX}/`) ? matchRoute(method, path.slice(PREFIX.length)) : undefined
  if (match === undefined) throw noSuchRoute(`${method}:${path}`)
  const { route, ...names } = match
  const count = (world.counts.get(route.operation) ?? 0) + 1
  world.counts.set(route.operation, count)
  failSometimes(world, route.tail === 'object' ? count : 0)
  const { options, pool, blobs } = world
  const caller = callerOf(request, options, route.auth !== 'required')
  await route.handle({
    ...names,
    request,
    response,
    pool,
    blobs,
    caller,
    keys: options,
    operation: route.operation,
    query: new URLSearchParams(query),
  })
}

function failSometimes({ options }: World, count: number): void {
  const { faults } = options
  if (faults === undefined || count === 0 || count % faults.every !== 0) return
  throw new StorageError(faults.status, 'InternalError', {
    message: 'Internal Server Error',
    error: 'Internal',
  })
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port')
  return address.port
}

async function stop(server: Server, pool: Pool): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
  await pool.end()
}
