import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SystemInput } from '../../cdktf/config/schema'
import { synthesize } from '../../cdktf/synthesize'
import { systems } from '../../cdktf/systems'
import { RUN_FOLDER_VARIABLE } from '../helpers/test-server'

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

/**
 * Synthesises into a folder of its own and reads the stacks back, by name. The systems of this repository are synthesised
 * once for a run of the tests, by the first file that asks.
 */
export function synthesized(input: readonly SystemInput[] = systems): ReadonlyMap<string, Synthesized> {
  const shared = input === systems ? process.env[RUN_FOLDER_VARIABLE] : undefined
  const done = shared === undefined ? undefined : join(shared, 'stacks.json')
  if (done !== undefined && existsSync(done)) return parsed(readFileSync(done, 'utf8'))
  const outdir = mkdtempSync(join(tmpdir(), 'stacks-'))
  try {
    const names = synthesize({ outdir, systems: input })
    const stacks = names.map((name) => [name, JSON.parse(textOf(outdir, name))] as const)
    const text = JSON.stringify(stacks)
    // Whole or not at all: another worker may be reading.
    if (done !== undefined) {
      writeFileSync(`${done}.${process.pid}`, text)
      renameSync(`${done}.${process.pid}`, done)
    }
    return parsed(text)
  } finally {
    rmSync(outdir, { recursive: true, force: true })
  }
}

function parsed(text: string): ReadonlyMap<string, Synthesized> {
  const stacks = JSON.parse(text) as [string, Config][]
  return new Map(stacks.map(([name, json]) => [name, stackOf(json)]))
}

function textOf(outdir: string, name: string): string {
  return readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8')
}

/** Inner value of a configuration: `inside(config, 'rule', 0, 'status')`. */
export function inside(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )
}

/** Keys of an inner value, none where it is no object. */
export function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
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
