// Where Terraform expressions name other resources of their stack.

/** `aws_s3_bucket.images`, wherever it stands in an expression; not what belongs to `data.` or `var.`. */
const REFERENCE =
  /(?<![\w.-])((?!(?:data|var|local|module|each|count|self|path|terraform)\.)[a-z][a-z0-9]*_[a-z0-9_]+)\.([A-Za-z_][\w-]*)/g

/** Addresses of resources named in an expression or a template. */
function referencesIn(text: string): readonly string[] {
  if (!text.includes('${')) return []
  return expressionsIn(text).flatMap((expression) =>
    [...expression.matchAll(REFERENCE)].map(([, type = '', id = '']) => `${type}.${id}`),
  )
}

/** Every reference in a value of any depth, sorted, once each. */
export function referencesOfValue(value: unknown): readonly string[] {
  const found = new Set<string>()
  collect(value, found)
  return [...found].sort()
}

/** What stands in `${…}`; braces inside are counted, so nested templates stay whole. */
export function expressionsIn(text: string): readonly string[] {
  const found: string[] = []
  for (let start = text.indexOf('${'); start !== -1; start = text.indexOf('${', start)) {
    const end = endOfExpression(text, start)
    // `$${` is a dollar sign and a brace, not an expression.
    if (text[start - 1] !== '$') found.push(text.slice(start + 2, end))
    start = end
  }
  return found
}

/** Position after the last character of the expression that begins at `start` with `${`. */
export function endOfExpression(text: string, start: number): number {
  let depth = 0
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1
    else if (text[at] === '}') {
      depth -= 1
      if (depth === 0) return at
    }
  }
  return text.length
}

function collect(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') for (const reference of referencesIn(value)) found.add(reference)
  else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) collect(inner, found)
  }
}
