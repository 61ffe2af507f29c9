const QUOTED = /"((?:[^"\\]|\\.)*)"/sy
const UNQUOTED = /[^{},"\s][^{},"]*/y

/**
 * Maps the elements of a PostgreSQL array literal and leaves everything else as it is: bounds (`[0:1]={…}`), nesting,
 * NULL, and the spelling of elements that do not change.
 */
export function mapArrayLiteral(literal: string, map: (element: string) => string): string {
  let at = Math.max(0, literal.indexOf('{'))
  let result = literal.slice(0, at)
  while (at < literal.length) {
    const quoted = matchAt(QUOTED, literal, at)
    const raw = quoted ?? matchAt(UNQUOTED, literal, at)
    if (raw === null) {
      result += literal.charAt(at)
      at += 1
      continue
    }
    result += mapElement(raw, quoted !== null, map)
    at += raw.length
  }
  return result
}

function mapElement(raw: string, isQuoted: boolean, map: (element: string) => string): string {
  if (!isQuoted && raw.toUpperCase() === 'NULL') return raw
  const element = isQuoted ? raw.slice(1, -1).replace(/\\(.)/gs, '$1') : raw
  const mapped = map(element)
  return mapped === element ? raw : `"${mapped.replace(/["\\]/g, String.raw`\$&`)}"`
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}
