import { asValues, type Values } from '../../../../scripts/plan/resources/resource'

// What `terraform show -json` would say of a synthesised stack before its first apply: whatever names another resource
// is not known, blocks are lists, and the configuration says what refers to what.

const WHOLE_OBJECTS = new Set(['tags', 'variables', 'environment_variables'])

export function asPlan(json: Values): object {
  const resources = Object.entries(asValues(json['resource']) ?? {}).flatMap(([type, byId]) =>
    Object.entries(asValues(byId) ?? {}).map(([name, config]) => ({
      type,
      name,
      config: planned(asValues(config) ?? {}),
    })),
  )
  return {
    format_version: '1.2',
    resource_changes: resources.map(({ type, name, config }) => ({
      address: `${type}.${name}`,
      mode: 'managed',
      type,
      name,
      change: {
        actions: ['create'],
        before: null,
        after: known(config),
        // Every resource has an id that AWS gives it: nobody has set that.
        after_unknown: { ...asValues(unknown(config)), id: true, arn: true },
        after_sensitive: {},
      },
    })),
    configuration: {
      provider_config: Object.fromEntries(
        Object.entries(asValues(json['provider']) ?? {}).map(([name, blocks]) => [
          name,
          { name, expressions: expressions(Array.isArray(blocks) ? (blocks[0] as unknown) : blocks) },
        ]),
      ),
      root_module: {
        resources: resources.map(({ type, name, config }) => ({
          address: `${type}.${name}`,
          mode: 'managed',
          expressions: expressions(config),
        })),
        outputs: Object.fromEntries(
          Object.entries(asValues(json['output']) ?? {}).map(([name, output]) => [
            name,
            { expression: expressions(asValues(output)?.['value']) },
          ]),
        ),
      },
    },
  }
}

/** Terraform has opened every dynamic block, and a plan has no lifecycle. */
function planned({ dynamic, ...values }: Values): Values {
  const made = Object.entries(asValues(dynamic) ?? {}).map(([name, block]) => [
    name,
    [asValues(block)?.['content']],
  ])
  return Object.fromEntries([
    ...Object.entries(values).filter(([name]) => name !== 'lifecycle'),
    ...made,
  ]) as Values
}

function isExpression(value: unknown): value is string {
  return typeof value === 'string' && value.includes('${')
}

function known(value: unknown): unknown {
  if (isExpression(value)) return undefined
  if (Array.isArray(value)) return value.map((inner) => known(inner) ?? null)
  const values = asValues(value)
  if (values === undefined) return value
  return Object.fromEntries(Object.entries(values).map(([name, inner]) => [name, listed(name, known(inner))]))
}

function unknown(value: unknown): unknown {
  if (isExpression(value)) return true
  if (Array.isArray(value)) return value.map(unknown)
  const values = asValues(value)
  if (values === undefined) return false
  return Object.fromEntries(
    Object.entries(values).map(([name, inner]) => [name, listed(name, unknown(inner))]),
  )
}

function expressions(value: unknown): unknown {
  if (isExpression(value)) {
    return {
      references: [...value.matchAll(/([a-z_0-9]+\.[\w-]+)\.[a-z_]+/g)].flatMap(([whole, address]) => [
        whole,
        address,
      ]),
    }
  }
  if (Array.isArray(value)) {
    const isBlocks = value.some((inner) => asValues(inner) !== undefined)
    if (isBlocks) return value.map(expressions)
    const references = value.map(expressions).flatMap((inner) => asValues(inner)?.['references'] ?? [])
    return references.length > 0 ? { references } : { constant_value: value }
  }
  const values = asValues(value)
  if (values === undefined) return { constant_value: value }
  return Object.fromEntries(
    Object.entries(values).map(([name, inner]) => [name, listed(name, expressions(inner))]),
  )
}

/** A nested block is a list of one, even where only one is allowed. */
function listed(name: string, value: unknown): unknown {
  return asValues(value) === undefined || WHOLE_OBJECTS.has(name) || isLeaf(value) ? value : [value]
}

function isLeaf(value: unknown): boolean {
  const values = asValues(value) ?? {}
  return 'references' in values || 'constant_value' in values
}
