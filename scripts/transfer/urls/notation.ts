/**
 * How one character of a URL may be written where the URL stands: as it is, escaped in JSON (`\/`, `\\/` in JSON
 * inside JSON, `\u002F`), percent-encoded inside another URL's query, or as an HTML entity.
 */
export const SLASH = String.raw`(?:\\*\/|\\+u002f|%2f|&#x2f;|&#47;)`
export const COLON = String.raw`(?::|\\+u003a|%3a|&#x3a;|&#58;)`

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&#x2f;': '/', '&#47;': '/', '&#43;': '+' }

/** True where the whole URL is percent-encoded, as in `?url=https%3A%2F%2F…`. */
export function isNested(slash: string): boolean {
  return slash.startsWith('%')
}

/** The path of a URL as the server reads it. */
export function decodePath(text: string, slash: string): string {
  const plain = text
    .replace(/\\+u00([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\+\//g, '/')
    .replace(/&(?:amp|#x2f|#47|#43);/gi, (entity) => ENTITIES[entity.toLowerCase()] ?? entity)
  return isNested(slash) ? percentDecode(percentDecode(plain)) : percentDecode(plain)
}

/** A path segment as it must be written where slashes are written like `slash`. */
export function encodeLike(text: string, slash: string): string {
  const once = encodeURIComponent(text)
  return isNested(slash) ? encodeURIComponent(once) : once
}

/** S3 reads a bare `+` in a path as a space, Supabase reads it as itself: it must be escaped on the way to S3. */
export function escapePlus(path: string, slash: string): string {
  // Inside a query a bare `+` is a space already, and %2B is the plus of the inner URL.
  return isNested(slash) ? path.replace(/%2b/gi, '%252B') : path.replace(/\+|\\+u002b|&#43;/gi, '%2B')
}

function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`)
}
