import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { resolveTarget, type Target } from '../../../cdktf/config/target'
import { systems } from '../../../cdktf/systems'
import { findTerraform } from '../../adapters/terraform/find-terraform'
import { terraformCliConfig } from '../../adapters/terraform/provider-mirror'
import type { Cleanup } from '../cleanup'
import { startEmulator, type Emulator } from '../emulator/emulator'
import { AWS_PROVIDER_VERSION } from '../world'

/** The environment whose stacks are applied: in every system it lies in the same account. */
const ENVIRONMENT = 'dev'

export interface InfrastructureWorld {
  targets: readonly Target[]
  /** Target that owns what an account has once, where it is none of `targets`. */
  owner: string | undefined
  emulator: Emulator
  program: string
  env: Readonly<Record<string, string | undefined>>
  dir: string
  /** Where synth writes. */
  outdir: string
  signal: AbortSignal
  log: (line: string) => void
}

export interface InfrastructureWorldOptions {
  /** Names of systems. Empty: all of them. */
  systems: readonly string[]
  dir: string
  /** The machine's own environment. */
  env: Readonly<Record<string, string | undefined>>
  cleanup: Cleanup
  signal: AbortSignal
  log: (line: string) => void
}

/** The targets that are applied, the owner of what an account has once first. */
export function targetsFor(names: readonly string[]): Target[] {
  const all = systems.map(({ name }) => resolveTarget(systems, `${name}/${ENVIRONMENT}`))
  const wanted = all.filter(({ system }) => names.length === 0 || names.includes(system.name))
  return wanted.sort((a, b) => Number(ownsAccount(b)) - Number(ownsAccount(a)))
}

function ownsAccount({ environment }: Target): boolean {
  return environment.githubProvider === 'own'
}

/** An account with nothing in it, and the variables of every program that works on it. */
export async function startInfrastructureWorld(
  options: InfrastructureWorldOptions,
): Promise<InfrastructureWorld> {
  const { dir, cleanup, signal, log } = options
  const emulator = await startEmulator({ dir: join(dir, 'aws'), env: options.env })
  cleanup.add('AWS emulator', () => emulator.stop())
  const outdir = join(dir, 'cdktf.out')
  const directory = join(dir, 'terraform')
  await mkdir(directory, { recursive: true })
  const inherited = { ...options.env, ...emulator.env }
  const cliConfig = await terraformCliConfig({ env: inherited, version: AWS_PROVIDER_VERSION, directory })
  const env = {
    ...inherited,
    TF_CLI_CONFIG_FILE: cliConfig,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
    AWS_CA_BUNDLE: undefined,
    AWS_PROFILE: undefined,
    CDKTF_OUT: outdir,
  }
  const program = await findTerraform(env)
  const targets = targetsFor(options.systems)
  const owner = targets.some(ownsAccount) ? undefined : targetsFor([])[0]?.name
  return { targets, owner, emulator, program, env, dir, outdir, signal, log }
}
