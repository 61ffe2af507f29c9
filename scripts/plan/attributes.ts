import type { RawChange } from './schema'
import { isObject, SENSITIVE, type Mask } from './secrets'

const UNKNOWN = '(known after apply)'

/** One leaf that differs. `before` and `after` are JSON text fit to show: sensitive values are already replaced. */
export interface AttributeChange {
  path: string
  before?: string
  after?: string
  forcesReplacement: boolean
}

interface Leaf {
  /** What is compared; never shown. */
  raw: string
  shown: string
}

/** Every leaf that differs between before and after, in the order of its path. */
export function attributeChanges(change: RawChange, mask: Mask): AttributeChange[] {
  const before = new Map<string, Leaf>()
  const after = new Map<string, Leaf>()
  flatten(
    { path: '', value: change.before, sensitive: change.before_sensitive, unknown: false },
    before,
    mask,
  )
  flatten(
    { path: '', value: change.after, sensitive: change.after_sensitive, unknown: change.after_unknown },
    after,
    mask,
  )
  const forced = new Set((change.replace_paths ?? []).map((path) => pathText(path)))
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort()
  return paths
    .filter((path) => before.get(path)?.raw !== after.get(path)?.raw)
    .map((path) => {
      const was = before.get(path)
      const is = after.get(path)
      return {
        path: path === '' ? 'value' : mask(path),
        ...(was && { before: was.shown }),
        ...(is && { after: is.shown }),
        forcesReplacement: isForced(path, forced),
      }
    })
}

interface Node {
  path: string
  value: unknown
  sensitive: unknown
  unknown: unknown
}

function flatten(node: Node, into: Map<string, Leaf>, mask: Mask): void {
  const { path, value, sensitive, unknown } = node
  if (sensitive === true) {
    if (value !== null && value !== undefined)
      into.set(path, { raw: JSON.stringify(value), shown: SENSITIVE })
    else if (unknown === true) into.set(path, { raw: UNKNOWN, shown: SENSITIVE })
  } else if (unknown === true) {
    into.set(path, { raw: UNKNOWN, shown: UNKNOWN })
  } else if (isObject(value) || isObject(unknown)) {
    flattenChildren(node, into, mask)
  } else if (value !== null && value !== undefined) {
    const document = typeof value === 'string' ? jsonDocument(value) : undefined
    if (document) flatten({ ...node, value: document }, into, mask)
    else into.set(path, { raw: JSON.stringify(value), shown: show(value, mask) })
  }
}

function flattenChildren(
  { path, value, sensitive, unknown }: Node,
  into: Map<string, Leaf>,
  mask: Mask,
): void {
  const keys = new Set([
    ...(isObject(value) ? Object.keys(value) : []),
    ...(isObject(unknown) ? Object.keys(unknown) : []),
  ])
  if (keys.size === 0 && path !== '') {
    into.set(path, { raw: JSON.stringify(value), shown: JSON.stringify(value) })
  }
  for (const key of keys) {
    flatten(
      {
        path: join(path, Array.isArray(value) || Array.isArray(unknown) ? Number(key) : key),
        value: isObject(value) ? value[key] : undefined,
        sensitive: isObject(sensitive) ? sensitive[key] : false,
        unknown: isObject(unknown) ? unknown[key] : false,
      },
      into,
      mask,
    )
  }
}

function show(value: unknown, mask: Mask): string {
  return typeof value === 'string' ? JSON.stringify(mask(value)) : mask(JSON.stringify(value))
}

/** Policies and settings are JSON inside a string; their leaves say what changed, the string as a whole does not. */
function jsonDocument(text: string): object | undefined {
  if (!text.startsWith('{') && !text.startsWith('[')) return undefined
  try {
    const document: unknown = JSON.parse(text)
    return isObject(document) && Object.keys(document).length > 0 ? document : undefined
  } catch {
    return undefined
  }
}

function isForced(path: string, forced: ReadonlySet<string>): boolean {
  return [...forced].some(
    (prefix) => path === prefix || path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[`),
  )
}

function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>(join, '')
}

function join(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`
  return path === '' ? key : `${path}.${key}`
}
