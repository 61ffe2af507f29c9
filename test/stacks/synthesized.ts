import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SystemInput } from '../../cdktf/config/schema'
import { synthesize } from '../../cdktf/synthesize'
import { systems } from '../../cdktf/systems'

export type Config = Readonly<Record<string, unknown>>

interface Resource {
  /** For example `aws_s3_bucket`. */
  readonly type: string
  /** Where it stands in the construct tree, without the stack: `state-bucket/bucket`. */
  readonly path: string
  /** What it is called in references. */
  readonly address: string
  readonly config: Config
}

/** One synthesised stack. */
export interface Synthesized {
  readonly json: Config
  readonly resources: readonly Resource[]
  ofType(type: string): readonly Resource[]
}

/** Synthesises into a folder of its own and reads the stacks back, by name. */
export function synthesized(input: readonly SystemInput[] = systems): ReadonlyMap<string, Synthesized> {
  const outdir = mkdtempSync(join(tmpdir(), 'stacks-'))
  try {
    const names = synthesize({ outdir, systems: input })
    return new Map(names.map((name) => [name, read(join(outdir, 'stacks', name, 'cdk.tf.json'))]))
  } finally {
    rmSync(outdir, { recursive: true, force: true })
  }
}

/** Inner value of a configuration: `inside(config, 'rule', 0, 'status')`. */
export function inside(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )
}

function read(path: string): Synthesized {
  return stackOf(JSON.parse(readFileSync(path, 'utf8')) as Config)
}

/** Also for a stack that a test has damaged on purpose. */
export function stackOf(json: Config): Synthesized {
  const resources = Object.entries(json['resource'] ?? {}).flatMap(([type, byId]: [string, unknown]) =>
    Object.entries(byId ?? {}).map(([id, config]: [string, unknown]) => ({
      type,
      path: String(inside(config, '//', 'metadata', 'path'))
        .split('/')
        .slice(1)
        .join('/'),
      address: `${type}.${id}`,
      config: (config ?? {}) as Config,
    })),
  )
  return { json, resources, ofType: (type) => resources.filter((resource) => resource.type === type) }
}
