import { ServiceError } from '../errors'

/**
 * A key as the path of a URL: everything but unreserved characters and `/` is escaped. `+` above all: S3 reads it as
 * a space. Empty segments (`a//b`, leading and trailing slashes) stay, since they are part of the key.
 */
export function encodeKey(key: string): string {
  return key.split('/').map(encodeSegment).join('/')
}

export function encodeSegment(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/**
 * Refuses keys with `.` or `..` segments: every HTTP client resolves them (even as %2E), so that `a/../b` would read,
 * write or delete `b`.
 */
export function checkKey(key: string): void {
  if (!key.split('/').some((segment) => segment === '.' || segment === '..')) return
  throw new ServiceError('KEY_UNSAFE', `The key "${key}" has a "." or ".." segment.`, {
    data: { key },
    suggestion: 'Rename the object; by HTTP it cannot be told from another one.',
  })
}

/** What Supabase Storage admits in a key (supabase/storage, src/storage/limits.ts). */
const LEGAL_KEY = /^[A-Za-z0-9_/!.*'() &$=@;:+,?-]+$/

/** Refuses to write a key that Supabase would refuse: a revert could not carry the object home. */
export function checkNewKey(key: string): void {
  checkKey(key)
  if (LEGAL_KEY.test(key)) return
  throw new ServiceError('KEY_UNSAFE', `The key "${key}" has a character that Supabase Storage refuses.`, {
    data: { key },
    suggestion: "Use letters, digits, spaces and _/!.*'()&$=@;:+,?- only, on both sides alike.",
  })
}
