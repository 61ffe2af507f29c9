import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { withoutBucketLimits } from './bucket-limits'
import type { CorpusObject } from './corpus-object'

export interface UploadOptions {
  /** What an application calls SUPABASE_URL. */
  storageUrl: string
  serviceKey: string
  objects: Iterable<CorpusObject>
  /** Uploads in flight. */
  concurrency: number
}

/**
 * Fills the source through its Storage API, as an application does: in part before its buckets had their limits on
 * types and sizes.
 * @returns how many and how much
 */
export async function uploadCorpus(options: UploadOptions): Promise<{ objects: number; bytes: number }> {
  return withoutBucketLimits(options, () => uploadAll(options))
}

async function uploadAll(options: UploadOptions): Promise<{ objects: number; bytes: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.concurrency })
  const done = { objects: 0, bytes: 0 }
  const queue = options.objects[Symbol.iterator]()
  const worker = async (): Promise<void> => {
    for (let next = queue.next(); next.done !== true; next = queue.next()) {
      await uploadObject(next.value, { ...options, agent })
      done.objects += 1
      done.bytes += next.value.size
    }
  }
  try {
    await Promise.all(Array.from({ length: options.concurrency }, worker))
    return done
  } finally {
    agent.destroy()
  }
}

interface Target {
  storageUrl: string
  serviceKey: string
  agent?: Agent
}

/** @throws Error with the answer, if it is not a success */
async function uploadObject(object: CorpusObject, { storageUrl, serviceKey, agent }: Target): Promise<void> {
  const path = object.key.split('/').map(encodeURIComponent).join('/')
  const outgoing = request(`${storageUrl}/storage/v1/object/${encodeURIComponent(object.bucket)}/`, {
    method: 'POST',
    // Not through URL: it would take `//` and dots for its own.
    path: `/storage/v1/object/${encodeURIComponent(object.bucket)}/${path}`,
    agent,
    headers: {
      authorization: `Bearer ${serviceKey}`,
      'content-type': object.contentType,
      'content-length': object.size,
      'cache-control': object.cacheControl,
      'x-metadata': Buffer.from(JSON.stringify(object.userMetadata)).toString('base64'),
    },
  })
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>
  const body = object.body()
  const [[response]] = await Promise.all([
    answered,
    pipeline(body instanceof Readable ? body : [body], outgoing),
  ])
  const text = await readText(response)
  if (response.statusCode !== 200) {
    throw new Error(`upload of ${object.bucket}/${object.key}: ${String(response.statusCode)} ${text}`)
  }
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of response) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
