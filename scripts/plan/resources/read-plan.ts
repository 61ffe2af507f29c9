import { z } from 'zod'
import { MigrateError } from '../../engine/errors'
import { asList, asValues, UNKNOWN, withoutIndex, type PlannedResource, type Values } from './resource'

// The part of `terraform show -json <plan>` that says what will be: every managed resource of the root module with its
// values, and the configuration, which alone knows what refers to what.
const planSchema = z.looseObject({
  format_version: z.string().startsWith('1.'),
  resource_changes: z
    .array(
      z.looseObject({
        address: z.string(),
        mode: z.string().default('managed'),
        type: z.string(),
        name: z.string().optional(),
        change: z.looseObject({
          after: z.unknown().optional(),
          after_unknown: z.unknown().optional(),
          after_sensitive: z.unknown().optional(),
        }),
      }),
    )
    .default([]),
  configuration: z
    .looseObject({
      provider_config: z.record(z.string(), z.unknown()).default({}),
      root_module: z
        .looseObject({
          resources: z
            .array(z.looseObject({ address: z.string(), expressions: z.unknown().optional() }))
            .default([]),
          outputs: z.record(z.string(), z.unknown()).default({}),
        })
        .optional(),
    })
    .optional(),
})

type RawPlan = z.output<typeof planSchema>
type RawChange = RawPlan['resource_changes'][number]

/**
 * What the resources of a plan will be after it was applied; what it destroys is left out.
 * `paths` holds construct paths by address, where the synthesised stack is at hand: a plan knows the ids alone, from
 * which the path can only be guessed.
 * @throws MigrateError TERRAFORM_FAILED for what is not a plan in JSON, format 1.x
 */
export function readPlanned(
  planJson: unknown,
  stack: string,
  paths: ReadonlyMap<string, string> = new Map(),
): readonly PlannedResource[] {
  const plan = parse(planJson)
  const expressions = new Map(
    (plan.configuration?.root_module?.resources ?? []).map((resource) => [
      resource.address,
      asValues(resource.expressions) ?? {},
    ]),
  )
  return plan.resource_changes
    .filter(({ mode, change }) => mode === 'managed' && asValues(change.after) !== undefined)
    .map((raw) => {
      const base = withoutIndex(raw.address)
      return {
        stack,
        type: raw.type,
        address: raw.address,
        path: paths.get(base) ?? guessPath(raw.name ?? base.split('.').at(-1) ?? base),
        ...described(valuesOf(raw, expressions.get(base)), expressions.get(base) ?? {}),
      }
    })
}

/** Providers and outputs of a plan, as `readSynthesizedContext` gives them. Only values that stand in the configuration are known. */
export function readPlannedContext(planJson: unknown, stack: string): readonly PlannedResource[] {
  const { configuration } = parse(planJson)
  const providers = Object.entries(configuration?.provider_config ?? {}).map(([name, config]) => {
    const expressions = asValues(asValues(config)?.['expressions']) ?? {}
    const values = constants(expressions)
    return {
      stack,
      type: 'provider',
      address: `provider.${name}`,
      path: name,
      ...described(asValues(values) ?? {}, expressions),
    }
  })
  const outputs = Object.entries(configuration?.root_module?.outputs ?? {}).map(([name, output]) => {
    const value = asValues(output)?.['expression']
    const known = { value: constants(value) }
    return {
      stack,
      type: 'output',
      address: `output.${name}`,
      path: name,
      ...described(known, { value }),
    }
  })
  return [...providers, ...outputs]
}

function parse(planJson: unknown): RawPlan {
  const { success, data, error } = planSchema.safeParse(planJson)
  if (success) return data
  throw new MigrateError('TERRAFORM_FAILED', 'This is not a Terraform plan in JSON, format 1.x.', {
    data: { faults: error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) },
    suggestion: 'Give the output of `terraform show -json <plan file>`.',
  })
}

function described(
  values: Values,
  expressions: Values,
): Pick<PlannedResource, 'values' | 'references' | 'referencesOf' | 'source'> {
  const referencesOf = Object.fromEntries(
    Object.entries(expressions)
      .map(([name, expression]) => [name, namedIn(expression)] as const)
      .filter(([, found]) => found.length > 0),
  )
  const references = [...new Set(Object.values(referencesOf).flat())].sort()
  return { values, references, referencesOf, source: 'plan' }
}

/** Resources named by an expression of the configuration, at any depth: `{ references: ['aws_x.y.id', 'aws_x.y'] }`. */
function namedIn(expression: unknown): readonly string[] {
  if (Array.isArray(expression)) return [...new Set(expression.flatMap(namedIn))].sort()
  const values = asValues(expression)
  if (values === undefined) return []
  const own = asList(values['references']).flatMap((name) => {
    const [type = '', id] = String(name).split('.')
    return id !== undefined && type.includes('_') ? [`${type}.${withoutIndex(id)}`] : []
  })
  const inner = Object.entries(values).flatMap(([key, value]) => (key === 'references' ? [] : namedIn(value)))
  return [...new Set([...own, ...inner])].sort()
}

/** Values that the configuration states itself; `Unknown` where it states an expression. */
function constants(expression: unknown): unknown {
  if (Array.isArray(expression)) return expression.map(constants)
  const values = asValues(expression)
  if (values === undefined) return expression
  if ('references' in values) return textOf(values)
  if ('constant_value' in values) return values['constant_value']
  return Object.fromEntries(Object.entries(values).map(([name, inner]) => [name, constants(inner)]))
}

function valuesOf({ change }: RawChange, expressions: Values | undefined): Values {
  const merged = merge({
    after: change.after,
    unknown: change.after_unknown,
    sensitive: change.after_sensitive,
    expressions,
    nested: false,
  })
  return asValues(merged) ?? {}
}

interface Node {
  readonly after: unknown
  readonly unknown: unknown
  readonly sensitive: unknown
  readonly expressions: unknown
  readonly nested: boolean
}

/**
 * The planned value with `Unknown` where somebody set what is not known yet. What the provider will fill in by itself
 * is left out: for a rule it is not set. The configuration tells the two apart.
 */
function merge(node: Node): unknown {
  const { after, unknown, sensitive } = node
  if (unknown === true) return isSet(node) ? textOf(asValues(node.expressions)) : undefined
  if (sensitive === true) return after === null || after === undefined ? undefined : UNKNOWN
  if (Array.isArray(after) || Array.isArray(unknown)) {
    const length = Math.max(asList(after).length, asList(unknown).length)
    return Array.from({ length }, (_, index) => merge(childOf(node, index)))
  }
  const known = asValues(after)
  if (known === undefined && asValues(unknown) === undefined) return after ?? undefined
  const names = new Set([...Object.keys(known ?? {}), ...Object.keys(asValues(unknown) ?? {})])
  return Object.fromEntries(
    [...names].map((name) => [name, merge(childOf(node, name))]).filter(([, value]) => value !== undefined),
  )
}

/**
 * For JSON configuration Terraform repeats the text as it was written (`${aws_x.y.arn}/*`), so that a policy can be read
 * although an ARN in it is not known.
 */
function textOf(expression: Values | undefined): unknown {
  const text = expression?.['constant_value']
  return typeof text === 'string' && text.includes('${') ? text : UNKNOWN
}

/** Blocks that a `dynamic` block makes are not in the configuration: what is unknown there counts as set. */
function isSet({ expressions, nested }: Node): boolean {
  return expressions !== undefined || nested
}

function childOf({ after, unknown, sensitive, expressions }: Node, key: string | number): Node {
  return {
    after: memberOf(after, key),
    unknown: memberOf(unknown, key),
    sensitive: memberOf(sensitive, key),
    expressions: isExpression(expressions) ? expressions : memberOf(expressions, key),
    nested: expressions === undefined,
  }
}

/** One expression gives the whole value: a map, a list of texts. */
function isExpression(expressions: unknown): boolean {
  const values = asValues(expressions)
  return values !== undefined && ('references' in values || 'constant_value' in values)
}

function memberOf(value: unknown, key: string | number): unknown {
  if (typeof key === 'number') return Array.isArray(value) ? (value[key] as unknown) : value
  return asValues(value)?.[key]
}

/** `api_service_1A2B3C4D`, as CDKTF makes it of `api/service`. Ids with an underscore of their own are taken apart too. */
function guessPath(id: string): string {
  return id.replace(/_[0-9A-F]{8}$/, '').replaceAll('_', '/')
}
