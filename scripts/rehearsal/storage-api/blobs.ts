import { createHash, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream, type ReadStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform, type Readable, type TransformCallback } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** The hosted backend uploads in parts of this size; a larger object's ETag is not its MD5. */
const PART_BYTES = 16 * 1024 * 1024

export interface StoredBlob {
  size: number
  /** With its quotes, as S3 gives it. */
  eTag: string
}

/** The bytes of every version of every object: one file each, named by the version. */
export class Blobs {
  constructor(private readonly directory: string) {}

  async prepare(): Promise<void> {
    await mkdir(this.directory, { recursive: true })
  }

  /** Streams `body` to the disk; on any failure nothing is left of it. */
  async write(version: string, body: Readable): Promise<StoredBlob> {
    const meter = new Meter()
    try {
      await pipeline(body, meter, createWriteStream(this.path(version)))
    } catch (error) {
      await this.remove(version)
      throw error
    }
    return { size: meter.size, eTag: meter.eTag() }
  }

  /** Size of a version's file, or undefined if there is none. */
  async size(version: string): Promise<number | undefined> {
    const stats = await stat(this.path(version)).catch(() => undefined)
    return stats?.size
  }

  read(version: string, range?: { start: number; end: number }): ReadStream {
    return createReadStream(this.path(version), { highWaterMark: 256 * 1024, ...range })
  }

  async remove(version: string): Promise<void> {
    await rm(this.path(version), { force: true })
  }

  private path(version: string): string {
    return join(this.directory, version)
  }
}

/** Measures and hashes bytes on their way, once. */
class Meter extends Transform {
  size = 0
  private part: Hash = createHash('md5')
  private inPart = 0
  private readonly parts: Buffer[] = []

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.size += chunk.length
    let rest = chunk
    while (this.inPart + rest.length > PART_BYTES) {
      const head = rest.subarray(0, PART_BYTES - this.inPart)
      this.parts.push(this.part.update(head).digest())
      this.part = createHash('md5')
      rest = rest.subarray(head.length)
      this.inPart = 0
    }
    this.part.update(rest)
    this.inPart += rest.length
    done(null, chunk)
  }

  eTag(): string {
    const last = this.part.digest()
    if (this.parts.length === 0) return `"${last.toString('hex')}"`
    const all = createHash('md5').update(Buffer.concat([...this.parts, last]))
    return `"${all.digest('hex')}-${this.parts.length + 1}"`
  }
}
