import { filler } from './filler'

const TIMESCALE = 1000
const DURATION = 8000
const UNITY_MATRIX = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000]

/** A file of the boxes an MP4 is made of, exactly `size` bytes; its movie has no track to play. */
export function* mp4(size: number, object: number): Generator<Buffer> {
  const ftyp = box('ftyp', Buffer.concat([Buffer.from('isom'), words(512), Buffer.from('isomiso2mp41')]))
  const moov = box('moov', box('mvhd', movieHeader()))
  const content = size - ftyp.length - moov.length - 8
  yield ftyp
  yield moov
  yield Buffer.concat([words(content + 8), Buffer.from('mdat')])
  yield* filler(content, object)
}

/** Version 0: times, rate, volume, matrix, next track. */
function movieHeader(): Buffer {
  const volume = 0x01000000
  return words(0, 0, 0, TIMESCALE, DURATION, 0x10000, volume, 0, 0, ...UNITY_MATRIX, 0, 0, 0, 0, 0, 0, 1)
}

function box(name: string, content: Buffer): Buffer {
  return Buffer.concat([words(content.length + 8), Buffer.from(name), content])
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4))
  return bytes
}
