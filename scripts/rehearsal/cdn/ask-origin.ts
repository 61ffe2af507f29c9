import { once } from 'node:events'
import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import type { Distribution, Origin } from './distribution'

/** Request headers that reach an origin. Cookies and everything else stay behind, as with CachingOptimized. */
const FORWARDED = [
  'range',
  'if-none-match',
  'if-modified-since',
  'if-match',
  'if-unmodified-since',
  'origin',
] as const

const S3_DOMAIN = /^(?<bucket>[a-z0-9][a-z0-9.-]*)\.s3\.(?:(?<region>[a-z0-9-]+)\.)?amazonaws\.com$/

export interface Surroundings {
  emulatorEndpoint: string
  /** Regions of the buckets asked for so far. */
  regions: Map<string, string>
  /** Where a custom origin's host is served on this machine, as `http://address:port`. */
  resolve(host: string): string | undefined
}

/** An origin that cannot be reached, which CloudFront answers with 502. */
export class OriginUnreachable extends Error {}

/**
 * Sends the viewer's request to one origin.
 * @throws OriginUnreachable
 */
export async function askOrigin(
  viewer: IncomingMessage,
  { origin, distribution }: { origin: Origin; distribution: Distribution },
  around: Surroundings,
): Promise<IncomingMessage> {
  // The query string stays behind: the default of a cache policy, and S3 would take it for a subresource.
  const path = `${origin.path}${(viewer.url ?? '/').split('?')[0] ?? '/'}`
  const headers: OutgoingHttpHeaders = {}
  for (const name of FORWARDED) if (viewer.headers[name] !== undefined) headers[name] = viewer.headers[name]
  const to = origin.kind === 's3' ? await bucketOf(origin, distribution, around) : serverOf(origin, around)
  return send(viewer.method ?? 'GET', to.base, {
    path: `${to.prefix}${path}`,
    headers: { ...headers, ...to.headers },
  })
}

interface Destination {
  base: string
  prefix: string
  headers: OutgoingHttpHeaders
}

/** S3 decides itself: the request says which service asks for which distribution, as an origin access control does. */
async function bucketOf(
  origin: Origin,
  distribution: Distribution,
  around: Surroundings,
): Promise<Destination> {
  const { bucket, region } = S3_DOMAIN.exec(origin.domain)?.groups ?? {}
  if (bucket === undefined) throw new OriginUnreachable(`${origin.domain} is no S3 bucket`)
  const base = around.emulatorEndpoint
  if (region !== undefined) await mustLieIn({ bucket, region }, around)
  const service = JSON.stringify({ service: 'cloudfront.amazonaws.com', sourceArn: distribution.arn })
  return { base, prefix: `/${bucket}`, headers: origin.signed ? { 'x-emulator-service': service } : {} }
}

/** A bucket's name in another region's domain leads nowhere. A bucket that does not exist is S3's to answer (404). */
async function mustLieIn(named: { bucket: string; region: string }, around: Surroundings): Promise<void> {
  const { bucket, region } = named
  const actual = around.regions.get(bucket) ?? (await regionOf(named, around.emulatorEndpoint))
  if (actual === undefined) return
  around.regions.set(bucket, actual)
  if (actual !== region) throw new OriginUnreachable(`${bucket} lies in ${actual}, not in ${region}`)
}

async function regionOf(
  { bucket, region }: { bucket: string; region: string },
  endpoint: string,
): Promise<string | undefined> {
  const authorization = `AWS4-HMAC-SHA256 Credential=cdn/20250101/${region}/s3/aws4_request, SignedHeaders=host, Signature=0`
  const response = await send('HEAD', endpoint, { path: `/${bucket}`, headers: { authorization } })
  response.resume()
  const actual = response.headers['x-amz-bucket-region']
  return typeof actual === 'string' ? actual : undefined
}

function serverOf(origin: Origin, around: Surroundings): Destination {
  const base = around.resolve(origin.domain)
  if (base === undefined) throw new OriginUnreachable(`${origin.domain} does not resolve`)
  return { base, prefix: '', headers: { host: origin.domain } }
}

async function send(
  method: string,
  base: string,
  { path, headers }: { path: string; headers: OutgoingHttpHeaders },
): Promise<IncomingMessage> {
  const { hostname, port } = new URL(base)
  // `path` apart from the URL, which would take `//` and dots for its own.
  const outgoing = request({ hostname, port, method, path, headers })
  outgoing.end()
  try {
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
    return response
  } catch (cause) {
    throw new OriginUnreachable(`${base} does not answer`, { cause })
  }
}
