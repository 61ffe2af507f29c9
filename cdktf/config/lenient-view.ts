type Path = readonly PropertyKey[]

/** Thrown when a rule reads a field that is faulty itself: the rule has nothing sound to judge. */
export class RuleCannotJudge extends Error {}

/**
 * A read-only view in which faulty fields throw RuleCannotJudge when they are read.
 * So rules that do not touch a faulty field still report, and all faults come in one go.
 */
export function lenientView(value: object, faulty: readonly Path[]): object {
  return new Proxy(value, {
    get(target, key) {
      const inner: unknown = Reflect.get(target, key)
      const below = faulty.filter((path) => sameKey(path[0], key)).map((path) => path.slice(1))
      if (below.length === 0) return inner
      if (below.some((path) => path.length === 0)) throw new RuleCannotJudge()
      return typeof inner === 'object' && inner !== null ? lenientView(inner, below) : inner
    },
  })
}

function sameKey(inPath: PropertyKey | undefined, read: string | symbol): boolean {
  return typeof inPath === 'number' ? String(inPath) === read : inPath === read
}
