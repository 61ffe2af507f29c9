import { Random } from './random'

const BLOCK_BYTES = 4 * 1024 * 1024
const SLICE_BYTES = 256 * 1024
/** Begins every slice: object and position, so that no two slices of a corpus are equal. */
const MARK_BYTES = 8

const block = makeBlock()

/** `size` bytes that nobody can compress or mistake for those of another object, without work per byte. */
export function* filler(size: number, object: number): Generator<Buffer> {
  for (let at = 0; at < size; at += SLICE_BYTES) {
    const length = Math.min(SLICE_BYTES, size - at)
    const mark = Buffer.alloc(Math.min(MARK_BYTES, length))
    Buffer.from(Uint32Array.of(object, at).buffer).copy(mark)
    yield mark
    // A slice of the block at an offset that differs from object to object: shared memory, never written to.
    const offset = (object * 7919 + at * 31) % (BLOCK_BYTES - SLICE_BYTES)
    if (length > mark.length) yield block.subarray(offset, offset + length - mark.length)
  }
}

function makeBlock(): Buffer {
  const random = new Random(0x5eed)
  const words = new Uint32Array(BLOCK_BYTES / 4)
  for (let index = 0; index < words.length; index++) words[index] = random.integer()
  return Buffer.from(words.buffer)
}
