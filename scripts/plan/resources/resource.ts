/** One resource as it will be after an apply, read from what was synthesised or from a plan. */
export interface PlannedResource {
  /** For example `aiuteur-dev-network`. */
  readonly stack: string
  readonly type: string
  readonly address: string
  /** Construct path without the stack: `api/service`. */
  readonly path: string
  /**
   * As in Terraform's own schema (snake_case). What is synthesised may hold expressions (`${aws_x.y.arn}`) and has
   * `lifecycle`; what is planned holds `Unknown` where a value is set but not known yet, and no `lifecycle`.
   */
  readonly values: Readonly<Record<string, unknown>>
  /** Addresses in the same stack, without index, in the order of the alphabet. */
  readonly references: readonly string[]
  /** The same by top-level argument: `{ bucket: ['aws_s3_bucket.images'] }`. Arguments without any are left out. */
  readonly referencesOf: Readonly<Record<string, readonly string[]>>
  readonly source: 'synth' | 'plan'
}

/** A value of a plan that is set, but known only after the apply or not to be shown. */
export class Unknown {
  toString(): string {
    return '(not known)'
  }

  toJSON(): string {
    return this.toString()
  }
}

export const UNKNOWN = new Unknown()

export type Values = Readonly<Record<string, unknown>>

/** An object that is not a list, else undefined. */
export function asValues(value: unknown): Values | undefined {
  return isValues(value) ? value : undefined
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unknown)
}

/** The members of a list; one value that is no list counts as a list of one, nothing as none. */
export function asList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? (value as readonly unknown[]) : [value]
}

/** Nested blocks of one name, also those that a `dynamic` block makes. Terraform writes one block as object or list. */
export function block(values: Values | undefined, name: string): readonly Values[] {
  const plain = asList(values?.[name])
  const dynamic = asList(asValues(values?.['dynamic'])?.[name]).flatMap((made) =>
    asList(asValues(made)?.['content']),
  )
  return [...plain, ...dynamic].map(asValues).filter((found) => found !== undefined)
}

/** The value of an argument inside nested blocks (the first of each), such as `health_check.path`. */
export function valueAt(values: Values | undefined, path: string): unknown {
  const names = path.split('.')
  const last = names.pop() ?? ''
  const inner = names.reduce<Values | undefined>((at, name) => block(at, name)[0], values)
  return inner?.[last] ?? undefined
}

/** `aws_x.y[0]` and `aws_x.y` are made by one block. */
export function withoutIndex(address: string): string {
  return address.replace(/\[[^\]]*\]$/, '')
}
