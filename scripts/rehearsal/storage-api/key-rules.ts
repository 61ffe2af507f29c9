import { invalidKey, invalidMimeType } from './storage-error'

/** What the Storage API takes as a key (supabase/storage, storage/limits): the characters S3 calls safe. */
const LEGAL_KEY = /^[A-Za-z0-9_/!.*'() &$=@;:+,?-]+$/

/** @throws StorageError InvalidKey */
export function mustBeLegalKey(key: string): void {
  if (!LEGAL_KEY.test(key)) throw invalidKey(key)
}

/** The dashboard marks an empty folder by such an object; it must have no bytes and may be of any type. */
export function isEmptyFolder(key: string): boolean {
  return key.endsWith('.emptyFolderPlaceholder')
}

/** @throws StorageError InvalidMimeType unless `allowed` names the type, or its family as `image/*` */
export function mustBeAllowedType(type: string, allowed: readonly string[]): void {
  const [family, name] = type.split('/')
  const fits = allowed.some(
    (entry) => entry === `${String(family)}/*` || entry === `${String(family)}/${String(name)}`,
  )
  if (name === undefined || !fits) throw invalidMimeType(type)
}
