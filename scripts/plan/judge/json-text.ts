import { endOfExpression } from '../resources/references'
import { jsonencodeArguments } from './hcl-literal'

/**
 * What a JSON argument (a policy, container definitions) may turn out to be. One document as a rule; two where a
 * condition chooses (`var.x ? jsonencode(…) : jsonencode(…)`). References stay as `${…}` texts inside.
 * Undefined where it cannot be told without an apply.
 */
export function jsonAlternatives(value: unknown): readonly unknown[] | undefined {
  if (typeof value !== 'string') return undefined
  if (value.trimStart().startsWith('${')) return jsonencodeArguments(value)
  try {
    return [JSON.parse(withEscapedExpressions(value)) as unknown]
  } catch {
    return undefined
  }
}

/** An expression inside a JSON text has quotes of its own, which Terraform reads before the text becomes JSON. */
function withEscapedExpressions(text: string): string {
  let result = ''
  let at = 0
  for (let start = text.indexOf('${'); start !== -1; start = text.indexOf('${', at)) {
    const end = endOfExpression(text, start) + 1
    const expression = text.slice(start, end)
    // Already escaped where it went through JSON.stringify as a whole.
    const escaped = expression.includes('\\"') ? expression : JSON.stringify(expression).slice(1, -1)
    result += text.slice(at, start) + escaped
    at = end
  }
  return result + text.slice(at)
}
