import { crc32, deflateSync } from 'node:zlib'
import { filler } from './filler'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const SIDE_PIXELS = 16
const CHUNK_OVERHEAD = 12

/** The smallest PNG this makes. */
export const PNG_LEAST_BYTES = 1024

/**
 * A picture that any decoder reads: a small gradient of its own colour, and a private ancillary chunk (which decoders
 * skip) that makes the file exactly `size` bytes.
 */
export function* png(size: number, object: number): Generator<Buffer> {
  const head = Buffer.concat([SIGNATURE, chunk('IHDR', header()), chunk('IDAT', deflateSync(pixels(object)))])
  const end = chunk('IEND', Buffer.alloc(0))
  yield head
  yield* padding(size - head.length - end.length - CHUNK_OVERHEAD, object)
  yield end
}

function header(): Buffer {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(SIDE_PIXELS, 0)
  data.writeUInt32BE(SIDE_PIXELS, 4)
  data.set([8, 2, 0, 0, 0], 8) // 8 bits, RGB, deflate, no filter set of its own, not interlaced
  return data
}

function pixels(object: number): Buffer {
  const row = 1 + SIDE_PIXELS * 3
  const data = Buffer.alloc(row * SIDE_PIXELS)
  for (let y = 0; y < SIDE_PIXELS; y++) {
    for (let x = 0; x < SIDE_PIXELS; x++) {
      data.set([(object + x * 16) & 0xff, (object >> 4) & 0xff, y * 16], y * row + 1 + x * 3)
    }
  }
  return data
}

function* padding(length: number, object: number): Generator<Buffer> {
  const type = Buffer.from('fiLl') // lower-case initials: ancillary, private; last one: safe to copy
  const start = Buffer.alloc(4)
  start.writeUInt32BE(length)
  yield Buffer.concat([start, type])
  let sum = crc32(type)
  for (const data of filler(length, object)) {
    sum = crc32(data, sum)
    yield data
  }
  yield word(sum)
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data])
  return Buffer.concat([word(data.length), body, word(crc32(body))])
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
