import { createHash } from 'node:crypto'
import { mp4 } from '../corpus/mp4'
import { png } from '../corpus/png'
import type { Random } from '../corpus/random'
import type { ObjectContent } from './ledger'

/** In every key that an application of the rehearsal makes, so that its objects can be told from the seeded ones. */
const OWN_MARK = 'live-'

const NAMES = [
  'frame',
  'final cut',
  'a+b',
  'shot (2)',
  "director's pick",
  'x=1&y=2',
  'close@up',
  'what, now; then',
] as const
const BUCKETS = ['images', 'images', 'images', 'asset-images', 'videos'] as const

export type AppBucket = (typeof BUCKETS)[number]

export interface NewObject {
  bucket: AppBucket
  key: string
}

export interface Body extends ObjectContent {
  body: Buffer
}

/** A key as Aiuteur's backend makes them, now and then with characters that are legal and awkward. */
export function newObject(random: Random, number: number): NewObject {
  const bucket = random.pick(BUCKETS)
  const folder = bucket === 'asset-images' ? 'master-assets' : bucket === 'videos' ? 'takes' : 'frames'
  const name = random.fraction() < 0.3 ? random.pick(NAMES) : 'frame'
  const slash = random.fraction() < 0.05 ? '//' : '/'
  const extension = bucket === 'videos' ? 'mp4' : 'png'
  const path = `project_${random.uuid()}/branch_${random.uuid()}/${folder}${slash}`
  return { bucket, key: `${path}${OWN_MARK}${number}_${name}_${random.integer()}.${extension}` }
}

export function isOwnKey(key: string): boolean {
  return key.includes(`/${OWN_MARK}`)
}

/** Bytes no other operation of the same seed sends, so that an old version can be told from a new one. */
export function newBody(random: Random, bucket: AppBucket): Body {
  const isVideo = bucket === 'videos'
  const size = isVideo ? random.between(32_768, 524_288) : random.between(2_048, 65_536)
  const body = Buffer.concat([...(isVideo ? mp4 : png)(size, random.integer())])
  const sha256 = createHash('sha256').update(body).digest('hex')
  return { body, sha256, size: body.length, contentType: isVideo ? 'video/mp4' : 'image/png' }
}
