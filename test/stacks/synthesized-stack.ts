import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'cdktf'
import { parseSystem } from '../../cdktf/config/parse-system'
import type { SystemInput } from '../../cdktf/config/schema'
import { resolveTarget, type Target } from '../../cdktf/config/target'
import type { TargetStack } from '../../cdktf/stacks/target-stack'
import { at } from '../unit/config/faulty'
import { stackOf, type Config, type Synthesized } from './synthesized'

type StackClass = new (app: App, target: Target) => TargetStack
/** Changes the environment, and the system around it. */
export type Change = (environment: Record<string, unknown>, system: SystemInput) => unknown

/** One stack of one environment of a system, with that environment changed. Much faster than all of its stacks. */
export function synthesizedStack(
  Stack: StackClass,
  { system, environment, change }: { system: SystemInput; environment: string; change?: Change | undefined },
): Synthesized {
  const copy = structuredClone(system)
  change?.(at(copy, 'environments', environment), copy)
  parseSystem(copy)
  const outdir = mkdtempSync(join(tmpdir(), 'stack-'))
  try {
    const app = new App({ outdir, stackTraces: false, skipValidation: true })
    const stack = new Stack(app, resolveTarget([copy], `${copy.name}/${environment}`))
    app.synth()
    const path = join(outdir, 'stacks', stack.node.id, 'cdk.tf.json')
    return stackOf(JSON.parse(readFileSync(path, 'utf8')) as Config)
  } finally {
    rmSync(outdir, { recursive: true, force: true })
  }
}
