import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Pool } from 'pg'
import type { Blobs } from './blobs'
import { serviceCaller, type Caller, type Keys } from './caller'
import { invalidRequest } from './storage-error'
import type { Scope } from './with-transaction'

const JSON_LIMIT_BYTES = 8 * 1024 * 1024

/** One request, and what it works with. */
export interface Context {
  request: IncomingMessage
  response: ServerResponse
  pool: Pool
  blobs: Blobs
  keys: Keys
  caller: Caller
  operation: string
  /** Bucket and key as the path names them, decoded. Empty where the route has none. */
  bucket: string
  key: string
  /** The path behind the route's fixed part as it came, not decoded. */
  rawTail: string
  query: URLSearchParams
}

/** In the caller's own name: policies apply. */
export function callerScope(context: Context): Scope {
  const { request, caller, operation } = context
  return {
    caller,
    headers: request.headers,
    method: request.method ?? '',
    path: request.url ?? '',
    operation,
  }
}

/** In the name of the service key, with the same request headers: what a fence on the tables reads. */
export function serviceScope(context: Context): Scope {
  return { ...callerScope(context), caller: serviceCaller(context.keys) }
}

export function sendJson(context: Context, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value))
  context.response
    .writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length })
    .end(body)
}

/** The request's body as a JSON object. */
export async function readJson(context: Context): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of context.request) {
    if (!Buffer.isBuffer(chunk)) continue
    size += chunk.length
    if (size > JSON_LIMIT_BYTES) throw invalidRequest('the body is too large')
    chunks.push(chunk)
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString() || '{}')
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // answered below, as any other body that is not an object
  }
  throw invalidRequest('body must be object')
}
