import { Readable } from 'node:stream'
import type { CorpusObject } from './corpus-object'
import { mp4 } from './mp4'
import { oddObjects } from './odd-objects'
import { png, PNG_LEAST_BYTES } from './png'
import { Random } from './random'

const KIB = 1024
const MIB = 1024 * KIB
const LARGEST_BYTES = 64 * MIB
/** A body up to this size is made whole, a larger one streams. */
const WHOLE_BYTES = 1 * MIB
/** Below this many objects a corpus is for a quick look, and the one of 64 MiB is left out. */
const LARGEST_FROM_OBJECTS = 500
const START_OF_TIME = 1_735_689_600_000 // 2025-01-01
const CACHE_CONTROLS = [
  'max-age=3600',
  'max-age=3600',
  'public, max-age=31536000, immutable',
  'no-cache',
] as const

export interface CorpusOptions {
  /** How many, the odd ones included: those come first. */
  objects: number
  seed: number
}

/** Aiuteur's three buckets as its code fills them: 2,000 objects are about 500 MB. The same seed, the same bytes. */
export function* corpus({ objects, seed }: CorpusOptions): Generator<CorpusObject> {
  const random = new Random(seed)
  const firstNumber = random.between(1, 1_000_000)
  const odd = oddObjects(firstNumber).slice(0, objects)
  yield* odd
  const projects = Array.from({ length: Math.max(1, Math.ceil(objects / 200)) }, () => new Project(random))
  for (let index = odd.length; index < objects; index++) {
    const project = projects[index % projects.length] ?? new Project(random)
    const largest = index === odd.length && objects >= LARGEST_FROM_OBJECTS
    yield largest ? project.video(firstNumber + index, LARGEST_BYTES) : project.next(firstNumber + index)
  }
}

/** Makes the paths and sizes of one project's objects. */
class Project {
  private readonly path: string

  constructor(private readonly random: Random) {
    this.path = `project_${random.uuid()}/branch_${random.uuid()}`
  }

  next(number: number): CorpusObject {
    const kind = this.random.fraction()
    if (kind < 0.02) return this.video(number, this.random.between(1 * MIB, 6 * MIB))
    if (kind < 0.45) return this.asset(number)
    return this.frame(number)
  }

  video(number: number, size: number): CorpusObject {
    const key = `${this.path}/veo3/${this.random.uuid()}_${this.timestamp()}.mp4`
    return this.object('videos', key, { number, size, contentType: 'video/mp4' })
  }

  private asset(number: number): CorpusObject {
    const key = `${this.path}/master-assets/${this.random.uuid()}_${this.timestamp()}_${this.tail()}.png`
    return this.object('asset-images', key, { number, size: this.pictureSize(), contentType: 'image/png' })
  }

  private frame(number: number): CorpusObject {
    const shot = this.random.uuid()
    const place = this.random.pick(['start', 'end'])
    const key = `${this.path}/scenes/${this.random.uuid()}/frames/${shot}_${place}_${this.timestamp()}.png`
    return this.object('images', key, { number, size: this.pictureSize(), contentType: 'image/png' })
  }

  private object(
    bucket: string,
    key: string,
    { number, size, contentType }: { number: number; size: number; contentType: string },
  ): CorpusObject {
    const make = contentType === 'video/mp4' ? mp4 : png
    const whole = size <= WHOLE_BYTES
    return {
      bucket,
      key,
      contentType,
      cacheControl: this.random.pick(CACHE_CONTROLS),
      userMetadata: this.random.fraction() < 0.3 ? { source: 'generation', job: this.random.uuid() } : {},
      size,
      body: () => (whole ? Buffer.concat([...make(size, number)]) : Readable.from(make(size, number))),
    }
  }

  /** Most between 20 and 300 KiB, one in twenty up to 1.5 MiB. */
  private pictureSize(): number {
    const kind = this.random.fraction()
    if (kind < 0.03) return this.random.between(PNG_LEAST_BYTES, 4 * KIB)
    if (kind > 0.95) return this.random.between(400 * KIB, 1536 * KIB)
    return Math.floor(20 * KIB + 280 * KIB * this.random.fraction() ** 2)
  }

  private timestamp(): number {
    return START_OF_TIME + this.random.between(0, 31_536_000_000)
  }

  private tail(): string {
    return this.random.integer().toString(36).padStart(7, '0').slice(-7)
  }
}
