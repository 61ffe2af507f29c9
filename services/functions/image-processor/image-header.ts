export interface ImageHeader {
  readonly type: 'image/jpeg' | 'image/png'
  readonly width: number
  readonly height: number
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Signature, length and name of the first chunk, width, height. */
const PNG_HEADER_BYTES = 24

/** JPEG markers that start a frame and so hold its size: SOF0 to SOF15 without DHT, JPG and DAC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

/**
 * Type and size as the bytes themselves say it, without decoding a pixel: a few kilobytes can announce gigabytes, and
 * a content type is only what the sender claimed. Undefined for what is neither JPEG nor PNG.
 */
export function readImageHeader(bytes: Buffer): ImageHeader | undefined {
  if (bytes.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) return pngHeader(bytes)
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpegHeader(bytes)
  return undefined
}

function pngHeader(bytes: Buffer): ImageHeader | undefined {
  if (bytes.length < PNG_HEADER_BYTES || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined
  return { type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** Walks over the segments: marker, length of what follows (itself included), content. */
function jpegHeader(bytes: Buffer): ImageHeader | undefined {
  let at = 2
  while (at + 9 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes.readUInt8(at + 1)
    // A marker may be preceded by any number of 0xff.
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (isFrame(marker)) {
      return { type: 'image/jpeg', height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}
