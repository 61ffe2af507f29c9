import { createHash } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { MigrateError } from '../engine/errors'
import type { HttpAnswer, HttpProbe } from './ports'

const TIMEOUT_MS = 30_000

/**
 * Gets URLs as a browser would. A host in `connectTo` (or `*.` and its parent domain) is asked at another address under
 * its own name (Host header), so that a distribution can be probed before DNS points to it.
 */
export function httpProbe(connectTo: ReadonlyMap<string, string>): HttpProbe {
  return { get: (url) => get(new URL(url), connectTo) }
}

function get(url: URL, connectTo: ReadonlyMap<string, string>): Promise<HttpAnswer> {
  const base = connectTo.get(url.host) ?? connectTo.get(url.host.replace(/^[^.]+/, '*'))
  const address = base === undefined ? url : new URL(base)
  const send = address.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const request = send(
      {
        host: address.hostname,
        port: address.port,
        path: url.pathname + url.search,
        headers: { host: url.host },
        servername: url.hostname,
        timeout: TIMEOUT_MS,
      },
      (response) => {
        const hash = createHash('sha256')
        let size = 0
        response.on('data', (chunk: Buffer) => {
          hash.update(chunk)
          size += chunk.length
        })
        response.on('error', (cause) => reject(failed(url, cause)))
        response.on('end', () => {
          const headers = Object.fromEntries(
            Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
          )
          resolve({ status: response.statusCode ?? 0, headers, size, sha256: hash.digest('hex') })
        })
      },
    )
    request.on('timeout', () => request.destroy(new Error(`no answer within ${TIMEOUT_MS / 1_000} s`)))
    request.on('error', (cause) => reject(failed(url, cause)))
    request.end()
  })
}

function failed(url: URL, cause: Error): MigrateError {
  return new MigrateError('AWS_FAILED', `${url.href} could not be read: ${cause.message}`, {
    data: { url: url.href, retryable: true },
    suggestion: 'check that the host resolves and answers from here',
    cause,
  })
}
