import type { z } from 'zod'
import { ConfigError } from './config-error'
import { lenientView, RuleCannotJudge } from './lenient-view'
import { RULES } from './rules'
import { systemSchema, type System } from './schema'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/**
 * Turns a system file into a trusted System.
 * Throws ConfigError listing every fault: those of single fields and those between fields (RULES).
 */
export function parseSystem(input: unknown): System {
  let seen: unknown
  // `when` makes the check run although fields are faulty: zod then hands over what it understood, defaults included.
  const remember = (value: unknown): boolean => {
    seen = value
    return true
  }
  const schema = systemSchema.refine(remember, { when: () => true })
  const result = schema.safeParse(input, { reportInput: true })
  const issues = result.success ? [] : result.error.issues
  const faults = [...issues.flatMap((issue) => describe(issue, input)), ...brokenRules(seen, issues)]
  if (faults.length > 0 || !result.success) throw new ConfigError('CONFIG_INVALID', nameOf(input), faults)
  return result.data
}

function brokenRules(seen: unknown, issues: readonly Issue[]): string[] {
  // An unknown key makes nothing around it doubtful.
  const faulty = issues.filter(({ code }) => code !== 'unrecognized_keys').map(({ path }) => path)
  if (typeof seen !== 'object' || seen === null || faulty.some((path) => path.length === 0)) return []
  // Safe: whatever does not have System's type is a faulty field, and those throw when they are read.
  const system = lenientView(seen, faulty) as System
  return RULES.flatMap((rule) => {
    try {
      return rule.fails(system)
    } catch (error) {
      if (error instanceof RuleCannotJudge) return []
      throw error
    }
  })
}

function describe(issue: Issue, input: unknown): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${readable([...issue.path, key])}: unknown key`)
  }
  if (issue.code === 'invalid_key') {
    const reason = issue.issues[0]?.message ?? issue.message
    return [`${readable(issue.path)}: not a usable name, ${reason}`]
  }
  const given = at(input, issue.path)
  const found = given === undefined ? 'missing' : `${JSON.stringify(given)} given`
  // zod's own words, where a whole part has the wrong form: `Invalid input: expected object, received array`.
  const expected = issue.message.replace(/^Invalid input: (expected .+), received .+$/, '$1')
  return [`${readable(issue.path)}: ${found}, ${expected}`]
}

/** `apps.aiuteur.storage.buckets.images.cors[0].methods` */
function readable(path: Path): string {
  if (path.length === 0) return 'system'
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    return text === '' ? String(key) : `${text}.${String(key)}`
  }, '')
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )
}

function nameOf(input: unknown): string {
  const name = at(input, ['name'])
  return typeof name === 'string' && name !== '' ? name : 'system without a name'
}
