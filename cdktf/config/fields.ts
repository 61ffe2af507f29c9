import { z } from 'zod'

// Every field says what it expects in one phrase, used for a wrong type, a wrong value and a missing one alike.
// parse-system.ts puts the path and the value given before it.
const say = (expected: string) => ({ error: () => `expected ${expected}` })

/** A whole number within limits, for example `expected 1 to 35`. */
export function wholeNumber(min: number, max: number) {
  const message = say(`${min} to ${max}`)
  return z.number(message).int(message).min(min, message).max(max, message)
}

/** A number above zero. */
export function positiveNumber() {
  const message = say('a number above 0')
  return z.number(message).positive(message)
}

/** A text of a given form; `expected` describes the form to a person. */
export function text(expected: string, form: RegExp) {
  return z.string(say(expected)).regex(form, say(expected))
}

export function sentence() {
  return text('a text', /\S/)
}

export function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, say(`one of ${values.join(', ')}`))
}

export function flag() {
  return z.boolean(say('true or false'))
}

/** A value that may be one thing only, because everything else is refused whatever a seed says. */
export function always<const T extends string | number | boolean>(value: T) {
  return z.literal(value, say(String(value)))
}

export function listOf<T extends z.ZodType>(item: T, expected: string) {
  return z.array(item, say(expected))
}

/** Lower-case words joined by hyphens: the only names that are legal in every AWS service. */
export function slug(maxLength: number) {
  const expected = `lower-case letters, digits and hyphens, at most ${maxLength}`
  return text(expected, /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/).max(maxLength, say(expected))
}

export function host() {
  return text(
    'a host name',
    /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/,
  )
}
