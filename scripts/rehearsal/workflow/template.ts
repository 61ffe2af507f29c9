import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token'
import { githubParser } from './github-parser'

/** An expression as GitHub's parser left it, without its ${{ }}; text around it has become `format(…)`. */
export class Expression {
  readonly text: string
  /** As it stands in the file. */
  readonly source: string

  constructor(text: string, source: string) {
    this.text = text
    this.source = source
  }
}

/** A value of a workflow file, some of whose leaves are still to be evaluated. */
export type Template = null | boolean | number | string | Expression | Template[] | TemplateMap
export interface TemplateMap {
  [key: string]: Template
}

/** GitHub's tokens as plain values. */
export function templateOf(token: TemplateToken | undefined): Template {
  if (!token) return null
  const is = githubParser().workflows
  if (is.isBasicExpression(token)) {
    const text = token.blockScalarHeader
      ? blockText(token.expression, token.blockScalarHeader)
      : token.expression
    return new Expression(text, token.source ?? token.toString())
  }
  if (is.isMapping(token)) {
    return Object.fromEntries([...token].map(({ key, value }) => [key.toString(), templateOf(value)]))
  }
  if (is.isSequence(token)) return [...token].map((item) => templateOf(item))
  if (is.isString(token) || is.isNumber(token) || is.isBoolean(token)) return token.value
  return null
}

/**
 * The parser takes a block of several lines with expressions in it as it stands in the file, indented and not folded
 * (0.3.61): this makes of `format('  one ⏎  two {0} ⏎', x)` what YAML says the block is.
 */
function blockText(text: string, header: string): string {
  const start = "format('"
  if (!text.startsWith(start)) return text
  const indent = /^ */.exec(text.slice(start.length))?.[0] ?? ''
  const dedented = start + text.slice(start.length + indent.length).replaceAll(`\n${indent}`, '\n')
  const folded = header.startsWith('>') ? dedented.replaceAll(/(?<!\n)\n(?![\n'])/g, ' ') : dedented
  return header.endsWith('-') ? folded.replace(/\n+'/, "'") : folded
}

/** The template as a map; an absent or empty one has no keys. */
export function mapOf(template: Template | undefined): TemplateMap {
  const isMap = typeof template === 'object' && template !== null
  return isMap && !Array.isArray(template) && !(template instanceof Expression) ? template : {}
}

/** The template as text, as it stands in the file. */
export function sourceText(template: Template | undefined): string {
  if (template instanceof Expression) return template.source
  return template === null || template === undefined || typeof template === 'object' ? '' : String(template)
}
