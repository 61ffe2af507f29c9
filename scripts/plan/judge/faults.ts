import { block, Unknown, valueAt, type PlannedResource, type Values } from '../resources/resource'
import type { Fault } from './rule'

const LONGEST_SHOWN = 120

export interface Requirement {
  /** What a person should have written. */
  readonly expected: string
  /** Is given `undefined` where the argument is not set, so that a rule states what AWS's default means. */
  readonly holds: (value: unknown) => boolean
}

/** One argument, also inside blocks (`health_check.path`, the first of each), must hold. */
export function requires(
  of: PlannedResource | Values,
  attribute: string,
  { expected, holds }: Requirement,
): Fault[] {
  return judge(attribute, valueAt(valuesOf(of), attribute), { expected, holds })
}

/** As `requires`, for a value that was found already. */
export function judge(attribute: string, value: unknown, { expected, holds }: Requirement): Fault[] {
  if (isUnresolved(value)) return [notJudged(attribute, expected, value)]
  return holds(value) ? [] : [{ attribute, found: shown(value), expected }]
}

export function mustBe(
  of: PlannedResource | Values,
  attribute: string,
  value: string | number | boolean,
): Fault[] {
  return requires(of, attribute, { expected: String(value), holds: (found) => found === value })
}

/** For what AWS itself leaves as we want it: only the opposite is wrong. */
export function mustNotBe(
  of: PlannedResource | Values,
  attribute: string,
  value: string | number | boolean,
): Fault[] {
  return requires(of, attribute, { expected: `not ${value}`, holds: (found) => found !== value })
}

/** Set to anything: a reference to a key, a role, a list. An expression counts. */
export function mustBeSet(of: PlannedResource | Values, attribute: string, what = 'set'): Fault[] {
  const value = valueAt(valuesOf(of), attribute)
  const isEmpty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  return isEmpty ? [{ attribute, found: 'not set', expected: what }] : []
}

/** Every block of a name is judged; `missing` says what is expected where there is none. */
export function eachBlock(
  of: PlannedResource | Values,
  name: string,
  options: { readonly missing?: string; readonly check: (values: Values) => readonly Fault[] },
): Fault[] {
  const blocks = block(valuesOf(of), name)
  if (blocks.length === 0) return options.missing === undefined ? [] : absent(name, options.missing)
  return blocks.flatMap((values) =>
    options.check(values).map((fault) => ({ ...fault, attribute: `${name}.${fault.attribute}` })),
  )
}

/** Something that has to stand beside the resource does not. */
export function absent(what: string, expected: string): Fault[] {
  return [{ attribute: what, found: 'none', expected }]
}

export function notJudged(attribute: string, expected: string, value: unknown): Fault {
  return { attribute, found: shown(value), expected, unknown: true }
}

/** True for a value that only an apply, a variable or another stack decides. */
export function isUnresolved(value: unknown): boolean {
  if (value instanceof Unknown) return true
  return typeof value === 'string' && value.includes('${')
}

export function shown(value: unknown): string {
  if (value === undefined) return 'not set'
  const text = value instanceof Unknown ? value.toString() : JSON.stringify(value)
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
}

/** The members of a list of texts; other members are left out. */
export function texts(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.filter((member) => typeof member === 'string')
}

/** A text, number or flag as text; anything else as none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}

function valuesOf(of: PlannedResource | Values): Values {
  return isResource(of) ? of.values : of
}

function isResource(of: PlannedResource | Values): of is PlannedResource {
  return 'address' in of && 'referencesOf' in of
}
