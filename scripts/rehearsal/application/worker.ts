import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { ServiceError } from '../../../services/shared/errors'
import type { Storage, WriteReceipt } from '../../../services/shared/storage/storage'
import type { HttpProbe } from '../../adapters/ports'
import type { Random } from '../corpus/random'
import type { KnownObject, KnownObjects } from './known-objects'
import type { Ledger, ObjectContent } from './ledger'
import { newBody, newObject, type Body } from './objects'
import { writeRow, type RowAnchors } from './rows'
import type { Tally } from './tally'

const ATTEMPTS = 4
const PAUSE_MILLISECONDS = 250

export interface WorkerContext {
  storage: Storage
  /** Follows URLs as a browser does. */
  http: HttpProbe
  pool: Pool
  anchors: RowAnchors
  ledger: Ledger
  known: KnownObjects
  tally: Tally
  random: Random
}

/** Does one thing that Aiuteur's backend does. Never throws: what cannot be done is counted. */
export class Worker {
  private number = 0
  private rows: Promise<unknown> = Promise.resolve()

  constructor(private readonly context: WorkerContext) {}

  async step(): Promise<void> {
    const { random, known, tally } = this.context
    const choice = random.fraction()
    try {
      const object = choice < 0.5 ? undefined : known.take(random)
      if (object === undefined) await this.upload()
      else if (choice < 0.62) await this.overwrite(object)
      else if (choice < 0.7) await this.remove(object)
      else await this.read(object)
    } catch (error) {
      tally.error(error)
    }
  }

  private async upload(): Promise<void> {
    const { random, known } = this.context
    this.number += 1
    const place = newObject(random, this.number)
    const body = newBody(random, place.bucket)
    await this.put('puts', place, body)
    known.giveBack({ ...place, content: contentOf(body), former: [] })
    await this.link(place)
  }

  /** A failed overwrite leaves the key's state unknown: it is not touched again. */
  private async overwrite(object: KnownObject): Promise<void> {
    const body = newBody(this.context.random, object.bucket)
    await this.put('overwrites', object, body)
    const former = [...object.former, object.content.sha256]
    this.context.known.giveBack({ ...object, content: contentOf(body), former })
  }

  private async put(
    kind: 'puts' | 'overwrites',
    { bucket, key }: Pick<KnownObject, 'bucket' | 'key'>,
    { body, ...content }: Body,
  ): Promise<void> {
    const { storage, ledger, tally } = this.context
    const entry = { op: 'put' as const, bucket, key, ...content }
    await ledger.append({ ...entry, state: 'begin', at: now() })
    const began = Date.now()
    const attempt = (): Promise<WriteReceipt> =>
      storage.put(bucket, key, { body, contentType: content.contentType, cacheControl: 'max-age=3600' })
    const receipt = await this.persist(attempt, () => ledger.append({ ...entry, state: 'failed', at: now() }))
    await ledger.append({ ...entry, state: 'done', at: now(), ...receipt })
    tally.write(kind, receipt, began)
  }

  private async remove({ bucket, key }: KnownObject): Promise<void> {
    const { storage, ledger, tally } = this.context
    const entry = { op: 'remove' as const, bucket, key }
    await ledger.append({ ...entry, state: 'begin', at: now() })
    const began = Date.now()
    const attempt = (): Promise<WriteReceipt> => storage.remove(bucket, key)
    const receipt = await this.persist(attempt, () => ledger.append({ ...entry, state: 'failed', at: now() }))
    await ledger.append({ ...entry, state: 'done', at: now(), ...receipt })
    tally.write('removes', receipt, began)
  }

  private async read(object: KnownObject): Promise<void> {
    const { storage, http, tally, known } = this.context
    const { bucket, key, content, former } = object
    try {
      const url =
        bucket === 'videos' ? await storage.viewUrl(bucket, key) : await storage.publicUrl(bucket, key)
      const answer = await http.get(url)
      tally.add('reads')
      if (answer.status === 200 && answer.sha256 === content.sha256) return
      if (answer.status === 200 && former.includes(answer.sha256)) tally.add('staleReads')
      else tally.wrongRead(`${bucket}/${key}: HTTP ${answer.status}, ${answer.size} of ${content.size} bytes`)
    } finally {
      known.giveBack(object)
    }
  }

  /** One row at a time, so that the ledger has them in the order the database has. */
  private async link({ bucket, key }: Pick<KnownObject, 'bucket' | 'key'>): Promise<void> {
    const { storage, pool, ledger, tally } = this.context
    const value = bucket === 'videos' ? `${bucket}/${key}` : await storage.publicUrl(bucket, key)
    const write = async (): Promise<void> => {
      const row = await writeRow(pool, this.context, { bucket, value })
      if (row === undefined) return
      await ledger.append({ op: 'row', state: 'done', bucket, key, at: now(), ...row })
      tally.add('rows')
    }
    const written = this.rows.then(write)
    this.rows = written.catch(() => undefined)
    await written
  }

  /** Repeats what may succeed later, as a backend does; throws the last error after `failed` has noted it. */
  private async persist<T>(attempt: () => Promise<T>, failed: () => Promise<void>): Promise<T> {
    for (let count = 1; ; count += 1) {
      try {
        return await attempt()
      } catch (error) {
        if (count === ATTEMPTS || !(error instanceof ServiceError) || !error.retryable) {
          await failed()
          throw error
        }
        this.context.tally.add('retries')
        await sleep(PAUSE_MILLISECONDS * count)
      }
    }
  }
}

function contentOf({ sha256, size, contentType }: Body): ObjectContent {
  return { sha256, size, contentType }
}

function now(): string {
  return new Date().toISOString()
}
