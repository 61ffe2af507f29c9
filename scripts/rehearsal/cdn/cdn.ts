import { once } from 'node:events'
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { askOrigin, OriginUnreachable, type Surroundings } from './ask-origin'
import { describer, type Describer, type Distribution } from './distribution'

/** Methods for which CloudFront asks the next origin of a group. */
const FAILOVER_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'server',
  'date',
])

export interface CdnOptions extends Pick<Surroundings, 'emulatorEndpoint' | 'resolve'> {
  env: Readonly<Record<string, string | undefined>>
}

/** Requests answered so far, by who answered them. */
interface Hits {
  s3: number
  /** A custom origin: the application's former storage. */
  fallback: number
  /** Refused by the stand-in itself: unknown host, method, unreachable origin. */
  refused: number
}

export interface Cdn {
  readonly url: string
  hits(): Hits
  stop(): Promise<void>
}

/**
 * CloudFront on a free port of the loopback. A request is for the distribution whose domain or alias is its Host; what
 * that is, is asked of the emulator. Nothing is cached, so there is nothing to invalidate, and every answer says by
 * `x-served-by` where it came from. Viewers speak plain HTTP here, whatever the viewer protocol policy: TLS is not part
 * of the stand-in. Response headers policies and functions are not applied.
 */
export async function startCdn(options: CdnOptions): Promise<Cdn> {
  const hits: Hits = { s3: 0, fallback: 0, refused: 0 }
  const around: Surroundings = { ...options, regions: new Map() }
  const world: World = { around, hits, describer: describer(options.emulatorEndpoint, options.env) }
  const server = createServer((viewer, response) => void answer(world, viewer, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    hits: () => ({ ...hits }),
    stop: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

interface World {
  around: Surroundings
  hits: Hits
  describer: Describer
}

async function answer(world: World, viewer: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const distribution = await distributionFor(world, viewer)
    if (distribution === undefined) {
      refuse(world, response, { status: 404, reason: 'no such distribution' })
      return
    }
    if (!distribution.allowedMethods.includes(viewer.method ?? '')) {
      refuse(world, response, { status: 403, reason: 'the distribution does not allow this method' })
      return
    }
    await serve(world, distribution, { viewer, response })
  } catch (error) {
    if (response.headersSent) return void response.destroy()
    const reason = error instanceof Error ? error.message : String(error)
    refuse(world, response, { status: error instanceof OriginUnreachable ? 502 : 500, reason })
  }
}

async function distributionFor(world: World, viewer: IncomingMessage): Promise<Distribution | undefined> {
  const host = (viewer.headers.host ?? '').toLowerCase().replace(/:\d+$/, '')
  const known = await world.describer.distributions()
  return known.find((distribution) => distribution.enabled && distribution.hosts.includes(host))
}

/** Asks the origins in their order until one gives an answer that is not one to fail over on. */
async function serve(
  world: World,
  distribution: Distribution,
  { viewer, response }: { viewer: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const mayFailOver = FAILOVER_METHODS.has(viewer.method ?? '')
  for (const [index, origin] of distribution.origins.entries()) {
    const last = index === distribution.origins.length - 1 || !mayFailOver
    try {
      const answered = await askOrigin(viewer, { origin, distribution }, world.around)
      if (!last && distribution.failoverOn.includes(answered.statusCode ?? 0)) {
        answered.resume()
        continue
      }
      const by = origin.kind === 's3' ? 's3' : 'fallback'
      world.hits[by] += 1
      response.writeHead(answered.statusCode ?? 502, { ...passedOn(answered), 'x-served-by': by })
      await pipeline(answered, response)
      return
    } catch (error) {
      if (last || response.headersSent || !(error instanceof OriginUnreachable)) throw error
    }
  }
  throw new OriginUnreachable(`${distribution.id} has no origin`)
}

function passedOn(answered: IncomingMessage): OutgoingHttpHeaders {
  const headers = Object.entries(answered.headers).filter(([name]) => !HOP_BY_HOP.has(name))
  return { ...Object.fromEntries(headers), 'x-cache': 'Miss from cloudfront' }
}

function refuse(
  world: World,
  response: ServerResponse,
  { status, reason }: { status: number; reason: string },
): void {
  world.hits.refused += 1
  response
    .writeHead(status, { 'content-type': 'text/plain', 'x-cache': 'Error from cloudfront' })
    .end(`${reason}\n`)
}
