import type { Random } from '../corpus/random'
import type { ObjectContent } from './ledger'
import type { AppBucket } from './objects'

export interface KnownObject {
  bucket: AppBucket
  key: string
  content: ObjectContent
  /** Hashes it had before: a cache may still answer with one. */
  former: string[]
}

/** What the application knows to be stored. One operation at a time per key: who takes an object out owns it. */
export class KnownObjects {
  private readonly free: KnownObject[] = []

  get size(): number {
    return this.free.length
  }

  /** Takes one out at random; undefined where all are in use. */
  take(random: Random): KnownObject | undefined {
    const index = random.between(0, Math.max(0, this.free.length - 1))
    const taken = this.free[index]
    const last = this.free.pop()
    if (taken === undefined || last === undefined) return undefined
    if (index < this.free.length) this.free[index] = last
    return taken
  }

  giveBack(object: KnownObject): void {
    this.free.push(object)
  }
}
