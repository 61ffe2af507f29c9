import type { PolicyDocument, PolicyStatement } from '../../../cdktf/config/policy-document'

/** One call, as IAM sees it. */
export interface Call {
  /** For example `s3:GetObject`. */
  action: string
  resource: string
  /** Condition keys of the call and of its resource, with one value each. @default none */
  context?: Readonly<Record<string, string>>
}

/** IAM's answer, as far as our policies use its language: an Allow must apply, and no Deny may. */
export function allows(document: PolicyDocument, call: Call): boolean {
  const applying = document.Statement.filter((statement) => applies(statement, call))
  return applying.some(isAllow) && applying.every(isAllow)
}

export function isAllow({ Effect }: PolicyStatement): boolean {
  return Effect === 'Allow'
}

export function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}

/** `s3:Get*` against `s3:GetObject`; `?` is one character. Actions are compared whatever their case. */
export function matches(pattern: string, value: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(value)
}

function applies({ Action, Resource, Condition = {} }: PolicyStatement, call: Call): boolean {
  return (
    listOf(Action).some((pattern) => matches(pattern.toLowerCase(), call.action.toLowerCase())) &&
    listOf(Resource).some((pattern) => matches(pattern, call.resource)) &&
    Object.entries(Condition).every(([operator, keys]) => holds(operator, keys, call.context ?? {}))
  )
}

function holds(
  operator: string,
  keys: Readonly<Record<string, string | readonly string[]>>,
  context: Readonly<Record<string, string>>,
): boolean {
  const known = OPERATORS[operator]
  if (known === undefined) throw new Error(`the tests do not know the operator ${operator}`)
  return Object.entries(keys).every(([key, wanted]) => {
    const given = context[key]
    return given === undefined ? known.absent : listOf(wanted).some((one) => known.holds(one, given))
  })
}

interface Operator {
  /** What it says of a key that the call does not have. */
  readonly absent: boolean
  readonly holds: (wanted: string, given: string) => boolean
}

const equal = (wanted: string, given: string) => wanted === given

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { absent: false, holds: equal },
  StringEqualsIfExists: { absent: true, holds: equal },
  ArnLike: { absent: false, holds: matches },
  'ForAllValues:StringLike': { absent: true, holds: matches },
}
