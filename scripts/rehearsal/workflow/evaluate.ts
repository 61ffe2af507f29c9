import type { data as Data } from '@actions/expressions'
import type { Token } from '@actions/expressions/lexer'
import { githubParser } from './github-parser'
import { Expression, mapOf, type Template } from './template'

/** What evaluated templates consist of. */
export type Value = null | boolean | number | string | Value[] | ValueMap
export interface ValueMap {
  [key: string]: Value
}

/** What an expression can see. */
export interface Scope {
  /** `github`, `inputs`, `needs`, … */
  contexts: ValueMap
  /** What the functions of the same names answer here. */
  status: { success: boolean; failure: boolean; cancelled: boolean }
}

/** @throws where the expression names an unknown function or context */
export function evaluate(template: Template, scope: Scope): Value {
  if (template instanceof Expression) return evaluateExpression(template.text, scope)
  if (Array.isArray(template)) return template.map((item) => evaluate(item, scope))
  if (typeof template !== 'object' || template === null) return template
  return Object.fromEntries(Object.entries(template).map(([key, item]) => [key, evaluate(item, scope)]))
}

/** The evaluated template as text, as GitHub puts it into an environment variable or an output. */
export function evaluateText(template: Template, scope: Scope): string {
  return textOf(evaluate(template, scope))
}

export function evaluateTexts(template: Template | undefined, scope: Scope): Record<string, string> {
  return Object.fromEntries(
    Object.entries(mapOf(template)).map(([name, item]) => [name, evaluateText(item, scope)]),
  )
}

/** Whether a condition holds, by GitHub's rules of what counts as false. */
export function isTrue(condition: Expression, scope: Scope): boolean {
  const value = evaluateExpression(condition.text, scope)
  return value !== false && value !== null && value !== 0 && value !== ''
}

/** A value as GitHub puts it into a text. */
export function textOf(value: Value): string {
  if (value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function evaluateExpression(text: string, { contexts, status }: Scope): Value {
  const { Lexer, Parser, Evaluator, data } = githubParser().expressions
  const answers = { ...status, always: true }
  const functions = Object.entries(answers).map(([name, answer]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(answer),
  }))
  const tree = new Parser(unescaped(new Lexer(text).lex().tokens), Object.keys(contexts), functions).parse()
  const context = new data.Dictionary(...pairs(contexts))
  return fromData(new Evaluator(tree, context, new Map(functions.map((f) => [f.name, f]))).evaluate())
}

/** The lexer turns only the first '' of a string into a quote (0.3.61); GitHub itself turns each. */
function unescaped(tokens: readonly Token[]): Token[] {
  return tokens.map((token) =>
    token.lexeme.startsWith("'")
      ? { ...token, value: token.lexeme.slice(1, -1).replaceAll("''", "'") }
      : token,
  )
}

function pairs(map: ValueMap): { key: string; value: Data.ExpressionData }[] {
  return Object.entries(map).map(([key, value]) => ({ key, value: toData(value) }))
}

function toData(value: Value): Data.ExpressionData {
  const { data } = githubParser().expressions
  if (value === null) return new data.Null()
  if (typeof value === 'string') return new data.StringData(value)
  if (typeof value === 'number') return new data.NumberData(value)
  if (typeof value === 'boolean') return new data.BooleanData(value)
  if (Array.isArray(value)) return new data.Array(...value.map(toData))
  return new data.Dictionary(...pairs(value))
}

function fromData(value: Data.ExpressionData): Value {
  const { data } = githubParser().expressions
  if (value instanceof data.StringData || value instanceof data.NumberData) return value.value
  if (value instanceof data.BooleanData) return value.value
  if (value instanceof data.Array) return value.values().map(fromData)
  if (value instanceof data.Dictionary) {
    return Object.fromEntries(value.pairs().map((pair) => [pair.key, fromData(pair.value)]))
  }
  return null
}
