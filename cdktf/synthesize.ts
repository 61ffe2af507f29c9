import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { App } from 'cdktf'
import { ConfigError } from './config/config-error'
import { parseSystems } from './config/parse-systems'
import type { StackName } from './config/phases'
import type { SystemInput } from './config/schema'
import { needsOf, stacksOf } from './config/stacks-of'
import { targetsOf, type Target } from './config/target'
import { AuthStack } from './stacks/auth'
import { BackendStack } from './stacks/backend'
import { DatabaseStack } from './stacks/database'
import { FoundationStack } from './stacks/foundation'
import { FrontendStack } from './stacks/frontend'
import { FunctionsStack } from './stacks/functions'
import { MonitoringStack } from './stacks/monitoring'
import { NetworkStack } from './stacks/network'
import { RealtimeStack } from './stacks/realtime'
import { StorageStack } from './stacks/storage'
import type { TargetStack } from './stacks/target-stack'

const STACK_CLASSES: Readonly<Record<StackName, new (app: App, target: Target) => TargetStack>> = {
  foundation: FoundationStack,
  network: NetworkStack,
  storage: StorageStack,
  database: DatabaseStack,
  auth: AuthStack,
  realtime: RealtimeStack,
  backend: BackendStack,
  functions: FunctionsStack,
  monitoring: MonitoringStack,
  frontend: FrontendStack,
}

/** Bad command line or configuration, as in the exit codes of the command line. */
const EXIT_USAGE = 2

export interface SynthesizeProps {
  /** Folder that receives `manifest.json` and `stacks/<name>/cdk.tf.json`. Made if it does not exist. */
  readonly outdir: string
  readonly systems: readonly SystemInput[]
}

/**
 * Writes the Terraform configuration of every system and environment. The bytes depend on `systems` alone.
 * Returns the names of the stacks. Throws one ConfigError that holds the faults of all systems.
 */
export function synthesize({ outdir, systems }: SynthesizeProps): string[] {
  const parsed = parseSystems(systems)
  mkdirSync(outdir, { recursive: true })
  // cdktf's own validation starts `terraform version` once per import block; `terraform validate` says more.
  const app = new App({ outdir, stackTraces: false, skipValidation: true })
  const names = parsed.flatMap(targetsOf).flatMap((target) => addStacks(app, target))
  app.synth()
  removeStale(join(outdir, 'stacks'), names)
  return names
}

/** As `synthesize`, for a program: prints what was written or what is wrong. Returns the exit code. */
export function synthesizeAndReport(
  props: SynthesizeProps,
  print: (line: string) => void,
): 0 | typeof EXIT_USAGE {
  try {
    const names = synthesize(props)
    print(`${names.length} stacks in ${props.outdir}: ${names.join(', ')}`)
    return 0
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    print(`${error.system} cannot be synthesised:`)
    for (const fault of error.faults) print(`  ${fault}`)
    return EXIT_USAGE
  }
}

function addStacks(app: App, target: Target): string[] {
  const made = new Map<StackName, TargetStack>()
  for (const name of stacksOf(target)) {
    const stack = new STACK_CLASSES[name](app, target)
    for (const need of needsOf(target, name)) {
      const upstream = made.get(need)
      if (upstream !== undefined) stack.addDependency(upstream)
    }
    made.set(name, stack)
  }
  return [...made.values()].map((stack) => stack.node.id)
}

/** A stack that is gone from the configuration must not be planned from an old file. */
function removeStale(stacks: string, names: readonly string[]): void {
  if (!existsSync(stacks)) return
  for (const name of readdirSync(stacks)) {
    if (!names.includes(name)) rmSync(join(stacks, name), { recursive: true, force: true })
  }
}
