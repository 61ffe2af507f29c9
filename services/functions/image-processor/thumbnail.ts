import { Jimp } from 'jimp'
import type { ImageHeader } from './image-header'

/** The process grows to about 1 GB while it decodes 25 million pixels: half of what the function has. */
const PIXELS_MAX = 25_000_000
const JPEG_QUALITY = 82
const DECODE_MEMORY_MB = 768

export class UnusableImageError extends Error {
  override readonly name = 'UnusableImageError'
}

/**
 * Thumbnails that fit into squares of `edges` pixels, in the type of the original. Never larger than the original, turned
 * as its EXIF says, and without any metadata: nothing but pixels is written, so no place and no camera.
 * @throws UnusableImageError for what cannot be decoded or would not fit into memory
 */
export async function makeThumbnails(
  bytes: Buffer,
  header: ImageHeader,
  edges: readonly number[],
): Promise<ReadonlyMap<number, Buffer>> {
  const { width, height, type } = header
  if (width < 1 || height < 1 || width * height > PIXELS_MAX) {
    throw new UnusableImageError(`${width} x ${height} pixels, at most ${PIXELS_MAX} in all`)
  }
  const image = await decode(bytes)
  const made = new Map<number, Buffer>()
  // Each from the one before, largest first: the small ones cost next to nothing then.
  for (const edge of [...edges].sort((one, other) => other - one)) {
    if (image.width > edge || image.height > edge) image.scaleToFit({ w: edge, h: edge })
    made.set(
      edge,
      await (type === 'image/jpeg'
        ? image.getBuffer(type, { quality: JPEG_QUALITY })
        : image.getBuffer(type)),
    )
  }
  return made
}

async function decode(bytes: Buffer) {
  try {
    return await Jimp.fromBuffer(bytes, {
      'image/jpeg': { maxMemoryUsageInMB: DECODE_MEMORY_MB, maxResolutionInMP: PIXELS_MAX / 1_000_000 },
    })
  } catch (cause) {
    throw new UnusableImageError('the image cannot be decoded', { cause })
  }
}
