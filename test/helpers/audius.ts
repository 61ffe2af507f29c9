import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import busboy from 'busboy'

/** What Audius received and how it answers. */
export interface AudiusServer {
  readonly url: string
  /** `token` -> who it names. */
  readonly tokens: Map<string, { apiKey: string; userId: string }>
  /** Files by the id of their upload. */
  readonly files: Map<
    string,
    { template: string; userId?: string; type: string; name: string; bytes: Buffer }
  >
  readonly tracks: Map<string, Record<string, unknown>>
  readonly secrets: string[]
  /** Answers to give first, by `METHOD /path`: a status, or `hang up`, or `take and hang up`. */
  readonly faults: { on: string; answer: number | 'hang up' | 'take and hang up' }[]
  close(): Promise<void>
}

/** The four requests of Audius that a publication needs, in memory: its API below /v1 and a storage node. */
export async function startAudius(): Promise<AudiusServer> {
  const state: Omit<AudiusServer, 'url' | 'close'> = {
    tokens: new Map(),
    files: new Map(),
    tracks: new Map(),
    secrets: [],
    faults: [],
  }
  const looks = new Map<string, number>()
  const server = createServer((request, response) => {
    void handle({ request, response, state, looks })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    ...state,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly state: Omit<AudiusServer, 'url' | 'close'>
  readonly looks: Map<string, number>
}

async function handle(exchange: Exchange): Promise<void> {
  const { request, response, state } = exchange
  const { pathname } = new URL(request.url ?? '/', 'http://audius')
  const at = state.faults.findIndex(({ on }) => `${request.method ?? ''} ${pathname}`.startsWith(on))
  const fault = at < 0 ? undefined : state.faults.splice(at, 1)[0]?.answer
  if (fault === 'hang up') {
    request.destroy()
    return
  }
  const [status, body] =
    typeof fault === 'number' ? [fault, { error: 'no' }] : await answer(pathname, exchange)
  if (fault === 'take and hang up') request.destroy()
  else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function answer(path: string, exchange: Exchange): Promise<[number, unknown]> {
  const { request, state } = exchange
  const query = new URL(request.url ?? '/', 'http://audius').searchParams
  if (path === '/v1/users/verify_token') {
    const found = state.tokens.get(query.get('token') ?? '')
    return found === undefined ? [404, {}] : [200, { data: found }]
  }
  if (path === '/uploads') return storeFile(exchange)
  if (path.startsWith('/uploads/')) return fileStatus(path.slice('/uploads/'.length), exchange)
  if (path === '/v1/tracks' && request.method === 'POST')
    return createTrack(exchange, query.get('user_id') ?? '')
  const track = state.tracks.get(path.replace('/v1/tracks/', ''))
  return track === undefined ? [404, {}] : [200, { data: track }]
}

async function storeFile({ request, state }: Exchange): Promise<[number, unknown]> {
  const form = busboy({ headers: request.headers })
  const fields: Record<string, string> = {}
  const id = `upload-${state.files.size + 1}`
  form.on('field', (name, value) => {
    fields[name] = value
  })
  form.on('file', (_field, stream, { filename, mimeType }) => {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('close', () => {
      const template = fields['template'] ?? ''
      const userId = fields['userId']
      const bytes = Buffer.concat(chunks)
      state.files.set(id, {
        template,
        type: mimeType,
        name: String(filename),
        bytes,
        ...(userId === undefined ? {} : { userId }),
      })
    })
  })
  request.pipe(form)
  await once(form, 'close')
  return [200, [{ id, status: 'new' }]]
}

/** Busy at the first look, `done` without its result at the second, as nodes are. */
function fileStatus(id: string, { state, looks }: Exchange): [number, unknown] {
  const file = state.files.get(id)
  if (file === undefined) return [404, {}]
  const seen = (looks.get(id) ?? 0) + 1
  looks.set(id, seen)
  const audio = file.template === 'audio'
  if (audio && file.bytes.toString('latin1').startsWith('not audio')) return [422, { id, status: 'error' }]
  return [
    200,
    {
      id,
      status: audio && seen === 1 ? 'busy' : 'done',
      results: audio && seen > 2 ? { 320: `cid-320-${id}` } : {},
      orig_file_cid: `cid-${id}`,
      orig_filename: file.name,
      probe: { format: { duration: '12.7' } },
    },
  ]
}

async function createTrack({ request, state }: Exchange, userId: string): Promise<[number, unknown]> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const track = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>
  const secret = (request.headers.authorization ?? '').replace('Bearer ', '')
  state.secrets.push(secret)
  if (secret !== 'audius-secret') return [401, { error: 'invalid Bearer token' }]
  const id = String(track['track_id'])
  if (state.tracks.has(id)) return [500, { error: 'Failed to create track' }]
  state.tracks.set(id, { ...track, user_id: userId })
  return [200, { track_id: id }]
}
