import { Readable } from 'node:stream'
import { z } from 'zod'
import { StorageServiceError } from './errors'
import { checkKey, encodeKey, encodeSegment } from './keys'
import { failureOf } from './supabase-answer'
import type { JsonObject } from './metadata'

/** Admits a write through the fence: the token of the relay. */
export const RELAY_HEADER = 'x-supabase-to-aws-relay'

/** Longest wait for the first byte of an answer to a request that carries no object. */
const ANSWER_MILLISECONDS = 60_000

export interface SupabaseStorageOptions {
  /** The project's URL, without a path: `https://<ref>.supabase.co`. */
  url: string
  serviceKey: string
  /** Sent with every request. */
  headers?: Readonly<Record<string, string>>
  fetch?: typeof fetch
}

export interface SupabasePut {
  body: Uint8Array | Readable
  /** Bytes. */
  size: number
  contentType: string
  /** As the header: `max-age=3600`. */
  cacheControl?: string
  userMetadata?: JsonObject | null
  /** False: fails with STORAGE_EXISTS where the key is taken. */
  upsert: boolean
}

export interface SupabaseObject {
  body: Readable
  /** Content-Length as stated, if it was. */
  size: number | undefined
  servedType: string | null
}

const infoBody = z.object({
  size: z.number().nullish(),
  content_type: z.string().nullish(),
  cache_control: z.string().nullish(),
  etag: z.string().nullish(),
  metadata: z.record(z.string(), z.json()).nullish(),
})

export interface SupabaseObjectInfo {
  size: number | null
  contentType: string | null
  cacheControl: string | null
  etag: string | null
  userMetadata: JsonObject | null
}

const signedBody = z.object({ signedURL: z.string().nullish(), url: z.string().optional() })

/** Supabase's Storage REST API with the service key. Every failure is a StorageServiceError; nothing is retried. */
export class SupabaseStorageClient {
  private readonly base: string

  constructor(private readonly options: SupabaseStorageOptions) {
    this.base = `${options.url.replace(/\/+$/, '')}/storage/v1`
  }

  /** The same client with more headers, such as the relay's. */
  withHeaders(headers: Readonly<Record<string, string>>): SupabaseStorageClient {
    return new SupabaseStorageClient({ ...this.options, headers: { ...this.options.headers, ...headers } })
  }

  publicUrl(bucket: string, key: string): string {
    return `${this.base}/object/public/${path(bucket, key)}`
  }

  /** The bytes. `servedType` is not what is stored: HTML is served as text/plain. `info` knows. */
  async get(bucket: string, key: string): Promise<SupabaseObject> {
    const response = await this.call(`read ${bucket}/${key}`, `object/authenticated/${path(bucket, key)}`, {})
    const length = response.headers.get('content-length')
    return {
      body: response.body === null ? Readable.from([]) : Readable.fromWeb(response.body),
      size: length === null || response.headers.has('content-encoding') ? undefined : Number(length),
      servedType: response.headers.get('content-type'),
    }
  }

  async info(bucket: string, key: string): Promise<SupabaseObjectInfo> {
    const response = await this.call(`look at ${bucket}/${key}`, `object/info/${path(bucket, key)}`, {})
    const info = infoBody.parse(await response.json())
    return {
      size: info.size ?? null,
      contentType: info.content_type ?? null,
      cacheControl: info.cache_control ?? null,
      etag: info.etag ?? null,
      userMetadata: info.metadata ?? null,
    }
  }

  async put(bucket: string, key: string, put: SupabasePut): Promise<void> {
    const headers: Record<string, string> = {
      'content-type': put.contentType,
      'content-length': String(put.size),
      'x-upsert': String(put.upsert),
    }
    if (put.cacheControl !== undefined) headers['cache-control'] = put.cacheControl
    if (put.userMetadata) {
      headers['x-metadata'] = Buffer.from(JSON.stringify(put.userMetadata), 'utf8').toString('base64')
    }
    const body = put.body instanceof Readable ? Readable.toWeb(put.body) : put.body
    const response = await this.call(`write ${bucket}/${key}`, `object/${path(bucket, key)}`, {
      method: 'POST',
      headers,
      // The DOM's and Node's types of a web stream differ; fetch takes either.
      body: body as NonNullable<RequestInit['body']>,
      duplex: 'half',
    })
    await response.arrayBuffer()
  }

  /** False where there was nothing to remove. */
  async remove(bucket: string, key: string): Promise<boolean> {
    try {
      const response = await this.call(`delete ${bucket}/${key}`, `object/${path(bucket, key)}`, {
        method: 'DELETE',
      })
      await response.arrayBuffer()
      return true
    } catch (error) {
      if (error instanceof StorageServiceError && error.missing) return false
      throw error
    }
  }

  /** A URL that anybody can read the object with for `seconds`. */
  async sign(bucket: string, key: string, seconds: number): Promise<string> {
    const purpose = `sign ${bucket}/${key}`
    const answer = key.includes('?')
      ? await this.signByBody(purpose, { bucket, key, seconds })
      : await this.post(purpose, `object/sign/${signingPath(bucket, key)}`, { expiresIn: seconds })
    return `${this.base}/object/sign/${path(bucket, key)}?token=${tokenOf(purpose, answer)}`
  }

  /** A URL that one PUT can write the object with; how long it lives is set on the server. */
  async signUpload(bucket: string, key: string): Promise<string> {
    const purpose = `sign ${bucket}/${key}`
    const answer = await this.post(purpose, `object/upload/sign/${signingPath(bucket, key)}`, {})
    return `${this.base}/object/upload/sign/${path(bucket, key)}?token=${tokenOf(purpose, answer)}`
  }

  /** The request for many objects takes keys as they are; an object that is missing is told inside a 200. */
  private async signByBody(
    purpose: string,
    object: { bucket: string; key: string; seconds: number },
  ): Promise<unknown> {
    const body = { expiresIn: object.seconds, paths: [object.key] }
    const answers = z.array(z.looseObject({ error: z.string().nullish() }))
    const [answer] = answers.parse(
      await this.post(purpose, `object/sign/${encodeSegment(object.bucket)}`, body),
    )
    if (answer?.error === null || answer?.error === undefined) return answer
    throw new StorageServiceError(purpose, { status: 404, reason: 'not_found', message: answer.error })
  }

  private async post(purpose: string, target: string, body: Record<string, unknown>): Promise<unknown> {
    const response = await this.call(purpose, target, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return response.json()
  }

  private async call(purpose: string, target: string, init: RequestInit): Promise<Response> {
    const response = await this.send(purpose, `${this.base}/${target}`, init)
    if (!response.ok) throw await failureOf(purpose, response)
    return response
  }

  private async send(purpose: string, url: string, init: RequestInit): Promise<Response> {
    const { serviceKey, headers } = this.options
    const limit = new AbortController()
    const isUpload = init.duplex === 'half'
    const timer = isUpload ? undefined : setTimeout(() => limit.abort(), ANSWER_MILLISECONDS)
    try {
      return await (this.options.fetch ?? fetch)(url, {
        ...init,
        signal: limit.signal,
        headers: {
          authorization: `Bearer ${serviceKey}`,
          apikey: serviceKey,
          ...headers,
          ...(init.headers as Record<string, string> | undefined),
        },
      })
    } catch (cause) {
      throw new StorageServiceError(purpose, { message: messageOf(cause), cause })
    } finally {
      clearTimeout(timer)
    }
  }
}

function path(bucket: string, key: string): string {
  checkKey(key)
  return `${encodeSegment(bucket)}/${encodeKey(key)}`
}

/**
 * The token names what decodeURI makes of this path, and reading compares it with the key: so reserved characters
 * must go as they are. `?` cannot.
 */
function signingPath(bucket: string, key: string): string {
  checkKey(key)
  return `${encodeURI(bucket)}/${encodeURI(key).replaceAll('?', '%3F')}`
}

/** The URL in the answer is not escaped, so only its token is taken. */
function tokenOf(purpose: string, answer: unknown): string {
  const { signedURL, url } = signedBody.parse(answer)
  const token = /[?&]token=([^&]+)$/.exec(signedURL ?? url ?? '')?.[1]
  if (token !== undefined) return token
  throw new StorageServiceError(purpose, { status: 502, message: 'the answer holds no token' })
}

/** fetch says only "fetch failed"; what happened is in its cause. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
