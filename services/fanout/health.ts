import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HealthServer {
  readonly port: number
  close(): Promise<void>
}

/** Answers `GET /health`: 200 where `healthy`, else 503, so that the task is replaced. @param port 0: any free one */
export async function startHealth(port: number, healthy: () => boolean): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const status = request.url !== '/health' ? 404 : healthy() ? 200 : 503
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
    response.end(JSON.stringify({ status }))
  })
  server.listen(port)
  await once(server, 'listening')
  // Listening on a port, so never a path or null.
  const address = server.address() as AddressInfo
  return {
    port: address.port,
    close: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}
