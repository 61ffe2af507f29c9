import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'

export interface SeenRequest {
  readonly method: string
  /** With its query string. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface DoubleAnswer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

export interface HttpDouble {
  readonly url: string
  /** Every request, in the order of arrival. */
  readonly seen: SeenRequest[]
}

/** A server on the loopback that answers as `answer` says; gone afterwards. */
export async function withHttpDouble<T>(
  answer: (request: SeenRequest) => DoubleAnswer | Promise<DoubleAnswer>,
  use: (double: HttpDouble) => Promise<T>,
): Promise<T> {
  const seen: SeenRequest[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      const one = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(parts).toString(),
      }
      seen.push(one)
      const { status, body, headers } = await answer(one)
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close', ...headers })
      response.end(body === undefined ? '' : JSON.stringify(body))
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  try {
    return await use({ url: `http://127.0.0.1:${address.port}`, seen })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
