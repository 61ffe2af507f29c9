import { randomUUID } from 'node:crypto'

/** Types that browsers show and the image processor reads. */
export const EXTENSION = { 'image/jpeg': 'jpg', 'image/png': 'png' } as const

export type PhotoType = keyof typeof EXTENSION

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const PHOTO = new RegExp(`^(?:originals|thumbnails/[1-9][0-9]{0,3})/(${UUID})/${UUID}\\.(?:jpg|png)$`)

/** A name nobody can guess and nothing else has, in the folder of its owner. */
export function newPhotoKey(ownerId: string, type: PhotoType): string {
  return `originals/${ownerId}/${randomUUID()}.${EXTENSION[type]}`
}

/** Whose photo or thumbnail the key names; undefined for anything else, such as `originals/<one>/../<other>/…`. */
export function ownerOf(key: string): string | undefined {
  return PHOTO.exec(key)?.[1]
}
