import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stackName } from '../../../cdktf/config/names'
import type { StackName } from '../../../cdktf/config/phases'
import { needsOf, stacksOf } from '../../../cdktf/config/stacks-of'
import type { Target } from '../../../cdktf/config/target'
import type { GraphNode } from './graph'

/** One stack of one target, synthesised. */
export interface SynthesizedStack extends GraphNode {
  readonly stack: StackName
  readonly target: Target
  readonly directory: string
  /** `cdk.tf.json`. */
  readonly configuration: TerraformConfiguration
}

type Block = Record<string, unknown>

/** The parts of Terraform's JSON that are read or changed here. */
export interface TerraformConfiguration extends Block {
  terraform: Block
  resource?: Record<string, Record<string, Block>>
}

export const CONFIGURATION_FILE = 'cdk.tf.json'

/**
 * About how many seconds a stack takes, nearly all of them waits of the AWS provider itself: a database 150, a load balancer
 * 60, a bucket lifecycle 55, a distribution 30. What has the longest way before it starts first.
 */
const WAIT_SECONDS: Readonly<Record<StackName, number>> = {
  foundation: 30,
  network: 30,
  storage: 65,
  database: 170,
  auth: 20,
  realtime: 80,
  backend: 80,
  functions: 40,
  monitoring: 10,
  frontend: 70,
}

/** The stacks of these targets as `npm run synth` wrote them, with what each needs before it. */
export async function readStacks(targets: readonly Target[], outdir: string): Promise<SynthesizedStack[]> {
  const stacks: SynthesizedStack[] = []
  for (const target of targets) {
    for (const stack of stacksOf(target)) {
      const name = stackName(target, stack)
      const directory = join(outdir, 'stacks', name)
      stacks.push({
        name,
        stack,
        target,
        directory,
        needs: needsOf(target, stack).map((need) => stackName(target, need)),
        weight: WAIT_SECONDS[stack],
        configuration: await readConfiguration(directory),
      })
    }
  }
  await mustBeAll(stacks, targets, outdir)
  return stacks
}

async function readConfiguration(directory: string): Promise<TerraformConfiguration> {
  return JSON.parse(await readFile(join(directory, CONFIGURATION_FILE), 'utf8')) as TerraformConfiguration
}

/** A stack that synth writes and this list does not know would go without its proof. */
async function mustBeAll(
  stacks: readonly SynthesizedStack[],
  targets: readonly Target[],
  outdir: string,
): Promise<void> {
  const known = new Set(stacks.map(({ name }) => name))
  const prefixes = targets.map(({ system, environmentName }) => `${system.name}-${environmentName}-`)
  const written = await readdir(join(outdir, 'stacks'))
  const forgotten = written.filter(
    (name) => prefixes.some((prefix) => name.startsWith(prefix)) && !known.has(name),
  )
  if (forgotten.length > 0) throw new Error(`synth wrote stacks that nobody applies: ${forgotten.join(', ')}`)
}

/** Address and block of every resource. */
export function resourcesOf(
  configuration: TerraformConfiguration,
): { type: string; address: string; block: Block }[] {
  return Object.entries(configuration.resource ?? {}).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, block]) => ({ type, address: `${type}.${name}`, block })),
  )
}

/**
 * Values for the variables that decide if a resource exists (`count = "${var.api_dns ? 1 : 0}"`), as `TF_VAR_…`: all of them
 * on, so that everything in the configuration is applied.
 */
export function everythingOn(
  stacks: readonly Pick<SynthesizedStack, 'configuration'>[],
): Record<string, string> {
  const blocks = stacks.flatMap(({ configuration }) => resourcesOf(configuration).map(({ block }) => block))
  const names = blocks.flatMap(({ count }) => /^\$\{var\.(\w+) \? 1 : 0\}$/.exec(String(count))?.[1] ?? [])
  return Object.fromEntries(names.map((name) => [`TF_VAR_${name}`, 'true']))
}
