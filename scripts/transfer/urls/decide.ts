import type { FoundUrl } from './find'
import type { UrlMapping } from './mapping'
import { decodePath, escapePlus, isNested, SLASH } from './notation'
import { signedTarget } from './signed'

/**
 * What a Storage URL is, and so what happens to it. Only `public` is rewritten; every other kind stays as it is and
 * is reported.
 */
export type UrlKind =
  | 'public'
  | 'signed'
  | 'authenticated'
  | 'render'
  | 'private-bucket'
  | 'unknown-bucket'
  | 'no-key'
  | 'relative'
  | 'other'
  | 'key-column'
  | 'too-long'
  | 'not-writable'

export interface UrlFinding {
  kind: UrlKind
  start: number
  end: number
  /** Present for `public`. */
  replacement?: string
  bucket?: string
  key?: string
  /** Of signed URLs: seconds since 1970, or null where the token does not say. */
  expiresAt?: number | null
  /** True for `?download`: S3 does not know it, so a browser will show instead of save. */
  isDownload?: boolean
}

const FIRST_SEGMENT = new RegExp(`^(.*?)(?:(${SLASH})(.*))?$`, 'is')
const QUERY = /\?|(?<!&)#/
const NESTED_QUERY = /\?|(?<!&)#|%3f|%23/i
const DOWNLOAD = /(?:[?&]|%3f|%26|\\+u0026)download(?![\w-])/i

/** Decides about a URL whose `rest` begins with `storage/v1`. */
export function decide(url: FoundUrl, mapping: UrlMapping): UrlFinding {
  const { path, query } = splitQuery(url)
  const [, , afterRoot] = take(path)
  const [, , afterVersion] = take(afterRoot)
  const [area, , inArea] = take(afterVersion)
  const at = { start: url.start, end: url.end }
  if (area === 'render') return { ...at, kind: 'render', ...objectOf(take(take(inArea)[2])[2], url.slash) }
  if (area !== 'object') return { ...at, kind: 'other' }
  const [access, , afterAccess] = take(inArea)
  switch (access) {
    case 'public':
      return { ...at, ...decidePublic(url, mapping, { target: afterAccess, query }) }
    case 'sign':
      return { ...at, kind: 'signed', ...objectOf(afterAccess, url.slash), ...signedTarget(query) }
    case 'authenticated':
      return { ...at, kind: 'authenticated', ...objectOf(afterAccess, url.slash) }
    case 'info':
    case 'upload':
    case 'list':
    case 'list-v2':
    case 'copy':
    case 'move':
      return { ...at, kind: 'other' }
    default:
      return { ...at, kind: 'authenticated', ...objectOf(inArea, url.slash) }
  }
}

function decidePublic(
  url: FoundUrl,
  mapping: UrlMapping,
  { target, query }: { target: string; query: string },
): Omit<UrlFinding, 'start' | 'end'> {
  const [, , keyText] = take(target)
  const object = objectOf(target, url.slash)
  const bucket = Object.hasOwn(mapping.buckets, object.bucket) ? mapping.buckets[object.bucket] : undefined
  if (bucket === undefined) return { kind: 'unknown-bucket', ...object }
  if (bucket.access === 'private' || bucket.cdnDomain === undefined)
    return { kind: 'private-bucket', ...object }
  // A base URL that the application appends keys to: which objects it means cannot be verified.
  if (keyText === '') return { kind: 'no-key', bucket: object.bucket }
  const scheme = url.scheme === '' ? '' : `https${url.scheme.replace(/^https?/i, '')}`
  // Only the head and `+` change, the rest stays verbatim: so it is right in whatever notation the URL is written.
  const replacement = `${scheme}${url.lead}${bucket.cdnDomain}${url.slash}${escapePlus(keyText, url.slash)}${query}`
  return { kind: 'public', ...object, replacement, ...(DOWNLOAD.test(query) ? { isDownload: true } : {}) }
}

function splitQuery({ rest, slash }: FoundUrl): { path: string; query: string } {
  const at = rest.search(isNested(slash) ? NESTED_QUERY : QUERY)
  return at < 0 ? { path: rest, query: '' } : { path: rest.slice(0, at), query: rest.slice(at) }
}

/** First segment, the slash after it, the remainder: verbatim. */
function take(path: string): [string, string, string] {
  const [, first = '', slash = '', remainder = ''] = FIRST_SEGMENT.exec(path) ?? []
  return [first, slash, remainder]
}

function objectOf(target: string, slash: string): { bucket: string; key: string } {
  const [bucket, , key] = take(target)
  return { bucket: decodePath(bucket, slash), key: decodePath(key, slash) }
}
