import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { PublishFile } from '../publisher'
import { streamedForm } from './form-stream'
import { askAudius, AudiusError } from './http'

// Files go to a storage node, which names them by their content (CID) and makes what is streamed from the audio. The
// requests are those of Audius's own SDK (github.com/AudiusProject/apps, packages/sdk/src/sdk/services/Storage) and node
// (github.com/OpenAudio/go-openaudio, pkg/mediorum/server/serve_upload.go).

export interface AudiusStorageOptions {
  /** `https://creatornode.audius.co` */
  readonly url: string
  /** Between two looks at a file's progress. @default 3000, as the SDK */
  readonly pollMs?: number
  /** Longest wait for one file to be ready. @default 150000: the function has 300 s */
  readonly readyMs?: number
}

export interface StoredAudio {
  readonly trackCid: string
  readonly originalCid: string
  readonly durationSeconds: number
}

type Template = 'audio' | 'img_square'

const UPLOAD_TIMEOUT_MS = 120_000
const POLL_TIMEOUT_MS = 10_000
const POLL_MS = 3_000
const READY_MS = 150_000

/** What a listener's player asks for: 320 kbit/s. */
const STREAMED = '320'

const uploadSchema = z.object({
  id: z.string(),
  status: z.string(),
  results: z.record(z.string(), z.string()).nullish(),
  orig_file_cid: z.string(),
  probe: z.object({ format: z.object({ duration: z.string() }) }).nullish(),
})
type Upload = z.output<typeof uploadSchema>

export class AudiusStorage {
  constructor(private readonly options: AudiusStorageOptions) {}

  /** `userId` is the numeric id: only its owner may name the file on a track. */
  async storeAudio(file: PublishFile, userId: number): Promise<StoredAudio> {
    const upload = await this.store(file, 'audio', { userId: String(userId) })
    return {
      trackCid: upload.results?.[STREAMED] ?? '',
      originalCid: upload.orig_file_cid,
      durationSeconds: Math.floor(Number(upload.probe?.format.duration ?? 0)) || 0,
    }
  }

  /** Returns the picture's CID. */
  async storeImage(file: PublishFile): Promise<string> {
    return (await this.store(file, 'img_square', {})).orig_file_cid
  }

  private async store(
    file: PublishFile,
    template: Template,
    fields: Record<string, string>,
  ): Promise<Upload> {
    const { name, contentType } = file.declared
    const part = { field: 'files', fileName: name, contentType, stream: await file.open() }
    const form = streamedForm({ template, ...fields }, part)
    const answer = await askAudius(`store the ${template} file`, new URL(`${this.options.url}/uploads`), {
      method: 'POST',
      headers: { 'content-type': form.contentType },
      body: form.body,
      duplex: 'half',
      timeoutMs: UPLOAD_TIMEOUT_MS,
    })
    // A node sometimes answers an error with an empty list.
    const [upload] = z.array(uploadSchema.pick({ id: true })).parse(answer)
    if (upload === undefined)
      throw new AudiusError(`store the ${template} file`, { detail: 'an empty answer' })
    return this.whenReady(upload.id, template)
  }

  private async whenReady(id: string, template: Template): Promise<Upload> {
    const { url, pollMs = POLL_MS, readyMs = READY_MS } = this.options
    const deadline = Date.now() + readyMs
    for (;;) {
      const answer = await askAudius(
        `process the ${template} file`,
        new URL(`${url}/uploads/${encodeURIComponent(id)}`),
        { timeoutMs: POLL_TIMEOUT_MS },
      )
      const upload = uploadSchema.parse(answer)
      if (isReady(upload, template)) return upload
      if (upload.status.startsWith('error')) {
        throw new AudiusError(`process the ${template} file`, { status: 422, detail: upload.status })
      }
      if (Date.now() > deadline) {
        throw new AudiusError(`process the ${template} file`, { detail: `not ready after ${readyMs} ms` })
      }
      await sleep(pollMs)
    }
  }
}

/** A node may say `done` a moment before the result is there. */
function isReady({ status, results }: Upload, template: Template): boolean {
  return status === 'done' && (template !== 'audio' || Boolean(results?.[STREAMED]))
}
