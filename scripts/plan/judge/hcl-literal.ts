// Reads the literal arguments of `jsonencode(…)` in a Terraform expression, as CDKTF writes them:
// objects `{"a" = 1}`, lists, texts, numbers, true, false and null. Anything else is a reference and stays `${text}`.

/** The argument of every `jsonencode` in the expression; undefined if there is none or one cannot be read. */
export function jsonencodeArguments(expression: string): readonly unknown[] | undefined {
  const found: unknown[] = []
  const call = 'jsonencode('
  let at = expression.indexOf(call)
  while (at !== -1) {
    const reader = new Reader(expression, at + call.length)
    try {
      found.push(reader.value())
    } catch {
      return undefined
    }
    at = expression.indexOf(call, reader.position)
  }
  return found.length === 0 ? undefined : found
}

class Reader {
  constructor(
    private readonly text: string,
    public position: number,
  ) {}

  value(): unknown {
    this.skipSpace()
    const next = this.text[this.position]
    if (next === '{') return this.object()
    if (next === '[') return this.list()
    if (next === '"' && this.isWholeText()) return this.string()
    return this.other()
  }

  private object(): Record<string, unknown> {
    const result: Record<string, unknown> = {}
    this.take('{')
    while (!this.tryTake('}')) {
      const key = this.text[this.position] === '"' ? this.string() : this.name()
      if (!this.tryTake('=')) this.take(':')
      result[key] = this.value()
      this.tryTake(',')
    }
    return result
  }

  private list(): unknown[] {
    const result: unknown[] = []
    this.take('[')
    while (!this.tryTake(']')) {
      result.push(this.value())
      this.tryTake(',')
    }
    return result
  }

  private string(): string {
    const end = this.endOfText()
    const inner = this.text.slice(this.position + 1, end)
    this.position = end + 1
    this.skipSpace()
    return inner.replaceAll('\\"', '"').replaceAll('\\\\', '\\')
  }

  private name(): string {
    const match = /^[\w-]+/.exec(this.text.slice(this.position))
    if (!match) throw new SyntaxError('a key was expected')
    this.position += match[0].length
    this.skipSpace()
    return match[0]
  }

  /** A number, a constant or an expression, up to what ends the value. */
  private other(): unknown {
    const start = this.position
    let depth = 0
    for (; this.position < this.text.length; this.position += 1) {
      const char = this.text[this.position] ?? ''
      if (char === '"') this.position = this.endOfText()
      else if ('([{'.includes(char)) depth += 1
      else if (')]}'.includes(char)) {
        if (depth === 0) break
        depth -= 1
      } else if (char === ',' && depth === 0) break
    }
    const text = this.text.slice(start, this.position).trim()
    if (text === '') throw new SyntaxError('a value was expected')
    return constantOf(text) ?? (text === 'null' ? null : `\${${text}}`)
  }

  /** A text that nothing is done to: the next sign ends the value. */
  private isWholeText(): boolean {
    const after = this.text.slice(this.endOfText() + 1).trimStart()[0]
    return after === undefined || ',)]}:='.includes(after)
  }

  /** Position of the closing quote; quotes inside `${…}` belong to the expression. */
  private endOfText(): number {
    let depth = 0
    for (let at = this.position + 1; at < this.text.length; at += 1) {
      const char = this.text[at]
      if (char === '\\') at += 1
      else if (char === '$' && this.text[at + 1] === '{') depth += 1
      else if (char === '}' && depth > 0) depth -= 1
      else if (char === '"' && depth === 0) return at
    }
    throw new SyntaxError('a text has no end')
  }

  private take(sign: string): void {
    if (!this.tryTake(sign)) throw new SyntaxError(`${sign} was expected`)
  }

  private tryTake(sign: string): boolean {
    this.skipSpace()
    if (this.text[this.position] !== sign) return false
    this.position += 1
    this.skipSpace()
    return true
  }

  private skipSpace(): void {
    while (/\s/.test(this.text[this.position] ?? '')) this.position += 1
  }
}

function constantOf(text: string): number | boolean | undefined {
  if (text === 'true') return true
  if (text === 'false') return false
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined
}
