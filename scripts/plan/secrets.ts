import type { RawChange, RawPlan } from './schema'

export const SENSITIVE = '(sensitive value)'

/** Below this, hiding every occurrence would hide ordinary words and numbers, and a secret so short is none. */
const MIN_SECRET_LENGTH = 4

export type Mask = (text: string) => string

/**
 * Hides every value that Terraform marks as sensitive anywhere in the plan, wherever else it turns up.
 * Needed because a computed attribute can repeat a sensitive argument unmarked: Terraform 1.11.4 prints
 * `terraform_data.output` in clear where `input` is sensitive.
 */
export function maskOf(plan: RawPlan): Mask {
  const secrets = new Set<string>()
  for (const change of changesOf(plan)) {
    collect(change.before, change.before_sensitive, secrets)
    collect(change.after, change.after_sensitive, secrets)
  }
  const declared = plan.configuration?.root_module?.variables ?? {}
  for (const [name, { sensitive }] of Object.entries(declared)) {
    if (sensitive) collect(plan.variables[name]?.value, true, secrets)
  }
  // The longest first: a secret that contains another one must not be left half shown.
  const ordered = [...secrets].sort((a, b) => b.length - a.length)
  return (text) => ordered.reduce((shown, secret) => shown.replaceAll(secret, SENSITIVE), text)
}

function changesOf(plan: RawPlan): RawChange[] {
  const resources = [...plan.resource_changes, ...plan.resource_drift]
  return [...resources.map((resource) => resource.change), ...Object.values(plan.output_changes)]
}

function collect(value: unknown, mask: unknown, into: Set<string>): void {
  if (mask === true) {
    collectAll(value, into)
  } else if (isObject(value) && isObject(mask)) {
    for (const [key, inner] of Object.entries(mask)) collect(value[key], inner, into)
  }
}

function collectAll(value: unknown, into: Set<string>): void {
  if (typeof value === 'string' || typeof value === 'number') {
    const text = String(value)
    if (text.length >= MIN_SECRET_LENGTH) into.add(text)
  } else if (isObject(value)) {
    for (const inner of Object.values(value)) collectAll(inner, into)
  }
}

/** True for objects and arrays: both are walked by key. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
