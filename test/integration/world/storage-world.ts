import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { Client } from 'pg'
import { serviceKey } from '../../../scripts/rehearsal/storage-api/jwt'
import {
  startStorageApi,
  type StorageApi,
  type StorageApiOptions,
} from '../../../scripts/rehearsal/storage-api/storage-api'
import { createDatabase } from '../../helpers/postgres'

export const JWT_SECRET = 'a secret of the tests, long enough for HS256'
export const SERVICE_KEY = serviceKey(JWT_SECRET)

interface Answer {
  status: number
  headers: IncomingMessage['headers']
  bytes: Buffer
  json: unknown
}

interface Call {
  token?: string
  headers?: Record<string, string>
  body?: Buffer | string | object
}

/** A Storage API over a database of its own, with the buckets `open` (public) and `closed`. */
export interface StorageWorld {
  api: StorageApi
  dir: string
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  /** `path` behind `/storage/v1`, sent as it is. Without a token: the service key; '' sends none. */
  call(method: string, path: string, call?: Call): Promise<Answer>
  stop(): Promise<void>
}

export async function createStorageWorld(faults?: StorageApiOptions['faults']): Promise<StorageWorld> {
  const database = await createDatabase()
  const dir = await mkdtemp(join(tmpdir(), 'storage-'))
  const client = new Client({ connectionString: database.superuserUrl })
  await client.connect()
  await client.query(
    `insert into storage.buckets (id, name, public) values ('open', 'open', true), ('closed', 'closed', false)`,
  )
  const api = await startStorageApi({
    databaseUrl: database.superuserUrl,
    dir,
    serviceKey: SERVICE_KEY,
    jwtSecret: JWT_SECRET,
    ...(faults && { faults }),
  })
  return {
    api,
    dir,
    sql: async (text, values) => (await client.query<Record<string, unknown>>(text, values)).rows,
    call: (method, path, call) => send(api, { method, path, ...call }),
    stop: async () => {
      await api.stop()
      await client.end()
      await database.drop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function send(api: StorageApi, call: Call & { method: string; path: string }): Promise<Answer> {
  const { method, path, token = SERVICE_KEY, headers, body } = call
  const { hostname, port } = new URL(api.url)
  const content = Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body ?? '')
  const outgoing = request({
    hostname,
    port,
    method,
    path: `/storage/v1${path}`,
    headers: {
      ...(token !== '' && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-length': Buffer.byteLength(content) }),
      ...headers,
    },
    agent: false,
  })
  outgoing.end(body === undefined ? undefined : content)
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
  const bytes = await buffer(response)
  return { status: response.statusCode ?? 0, headers: response.headers, bytes, json: parse(bytes) }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
}
