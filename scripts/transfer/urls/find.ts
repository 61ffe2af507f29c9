import { COLON, escapeRegExp, isNested, SLASH } from './notation'

/** A URL on one of the hosts, as it stands in a text. All strings are verbatim. */
export interface FoundUrl {
  start: number
  end: number
  /** `https:`, or empty for `//host/…` and bare `host/…`. */
  scheme: string
  /** The two slashes before the host, or empty. */
  lead: string
  host: string
  /** How this text writes a slash. */
  slash: string
  /** What follows the host and the first slash, to the end of the URL. */
  rest: string
}

/** Characters that are part of no URL and no Storage key: they end one inside a longer text. */
const ENDS = /[^!-~]|["<>`{}|^[\]]/
const ESCAPED = /\\+(?:\/|u00(?!22|3c|3e|0[0-9a-f]|1[0-9a-f])[0-9a-f]{2})/iy
const QUOTE_ENTITY = /&(?:quot|lt|gt|apos|#39|#34|#x27|#x22);/iy
const NEXT_URL = /https?:(?:\\*\/){2}/iy
const NESTED_END = /&|%(?:0[ad]|20|22|3c|3e|5b|5d|7b|7d)/iy
const SENTENCE = /[.,;:!?]/

/** Finds URLs on `hosts` whose path starts with `path` (segments, may be empty). Keys with odd characters included. */
export function urlFinder(hosts: readonly string[], path: readonly string[]): (text: string) => FoundUrl[] {
  if (hosts.length === 0) return () => []
  const host = hosts.map((name) => escapeRegExp(name).replace(':', COLON)).join('|')
  const ahead = path.length === 0 ? '' : `(?=${path.map(escapeRegExp).join(String.raw`\k<slash>`)}(?![\\w-]))`
  const pattern = new RegExp(
    String.raw`(?:(?:(?<scheme>https?)(?<colon>${COLON}))?(?<lead>${SLASH}{2})|(?<![\w.~%@:/\\-]))` +
      String.raw`(?<host>${host})(?:${COLON}443)?(?<slash>${SLASH})${ahead}`,
    'gi',
  )
  return (text) => [...text.matchAll(pattern)].map((match) => foundUrl(text, match))
}

function foundUrl(text: string, match: RegExpMatchArray): FoundUrl {
  const { scheme = '', colon = '', lead = '', host = '', slash = '' } = match.groups ?? {}
  const start = match.index ?? 0
  const from = start + match[0].length
  const end = urlEnd(text, from, { before: text.charAt(start - 1), isNested: isNested(slash) })
  return { start, end, scheme: scheme + colon, lead, host, slash, rest: text.slice(from, end) }
}

interface Surroundings {
  before: string
  isNested: boolean
}

function urlEnd(text: string, from: number, around: Surroundings): number {
  let depth = 0
  let at = from
  while (at < text.length) {
    const escaped = matchAt(ESCAPED, text, at)
    if (escaped > 0) {
      at += escaped
      continue
    }
    const char = text.charAt(at)
    if (char === '(') depth += 1
    if (char === ')') depth -= 1
    if (depth < 0 || endsHere(text, at, around)) break
    at += 1
  }
  // At the end of the whole value a dot belongs to the key; before a space or a bracket it ends a sentence.
  if (at === text.length && around.before === '') return at
  while (at > from && (SENTENCE.test(text.charAt(at - 1)) || isMarkup(text.charAt(at - 1), around))) at -= 1
  return at
}

function endsHere(text: string, at: number, around: Surroundings): boolean {
  const char = text.charAt(at)
  if (char === '\\' || ENDS.test(char)) return true
  if (char === "'" && around.before === "'") return true
  if (matchAt(QUOTE_ENTITY, text, at) > 0 || matchAt(NEXT_URL, text, at) > 0) return true
  return around.isNested && matchAt(NESTED_END, text, at) > 0
}

/** `**https://…**` and `_https://…_`: the closing mark is not part of the key. */
function isMarkup(char: string, { before }: Surroundings): boolean {
  return (char === '*' || char === '_') && before === char
}

function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0].length ?? 0
}
