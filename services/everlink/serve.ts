import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ServeOptions {
  readonly port: number
  /** @default all interfaces: the load balancer reaches the container by its own address */
  readonly host?: string
  readonly listener: RequestListener
  /** The order to stop. */
  readonly stop: AbortSignal
  readonly onListening: (port: number) => void
}

/** ECS kills a task 30 s after the order to stop. */
const DRAIN_LIMIT_MS = 25_000
/** How often connections are closed whose request has just ended. */
const DRAIN_PERIOD_MS = 100

/** Serves until it is told to stop, then takes no new connection and finishes the requests in hand. */
export async function serve({ port, host, listener, stop, onListening }: ServeOptions): Promise<void> {
  const server = createServer(listener)
  // Longer than the load balancer keeps a connection (60 s): it must not send into one that is just closing.
  server.keepAliveTimeout = 65_000
  server.listen(port, host)
  await once(server, 'listening')
  onListening((server.address() as AddressInfo).port)
  if (!stop.aborted) await once(stop, 'abort')
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const period = setInterval(() => server.closeIdleConnections(), DRAIN_PERIOD_MS)
  const limit = setTimeout(() => server.closeAllConnections(), DRAIN_LIMIT_MS)
  await closed
  clearInterval(period)
  clearTimeout(limit)
}
