import type { Readable } from 'node:stream'

/** An object of the source: what is uploaded, and what must be found again after every move. */
export interface CorpusObject {
  bucket: string
  key: string
  contentType: string
  cacheControl: string
  userMetadata: Record<string, unknown>
  /** Bytes. */
  size: number
  /** The same bytes at every call. */
  body(): Buffer | Readable
}
