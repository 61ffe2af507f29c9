import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { stackName } from '../../cdktf/config/names'
import { parseSystems } from '../../cdktf/config/parse-systems'
import type { StackName } from '../../cdktf/config/phases'
import type { Target } from '../../cdktf/config/target'
import { systems } from '../../cdktf/systems'
import type { CommandContext } from '../commands/command'
import { MigrateError } from '../engine/errors'
import { typescriptProgram } from '../typescript-program'

/**
 * Writes the Terraform configuration of every system to the configured folder, as `npm run synth` does. CDKTF stays in
 * its own process: the command line need not load it.
 * @throws ConfigError with every fault; MigrateError COMMAND_FAILED
 */
export async function synthesizeAll(context: CommandContext): Promise<void> {
  await synthesizeTo(context.settings.outdir, context.env)
}

/** As `synthesizeAll`, to any folder. */
export async function synthesizeTo(outdir: string, inherited: CommandContext['env']): Promise<void> {
  parseSystems(systems)
  const root = join(__dirname, '..', '..')
  const env = { ...inherited, CDKTF_OUT: outdir }
  await new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, typescriptProgram(join(root, 'cdktf', 'main.ts'), []), {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let complaint = ''
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(failed(complaint))))
  })
}

function failed(complaint: string): MigrateError {
  return new MigrateError(
    'COMMAND_FAILED',
    `synth failed: ${complaint.trim().split('\n').slice(-5).join(' ')}`,
    {
      suggestion: 'npm run synth',
    },
  )
}

export function stackFolder(context: CommandContext, target: Target, stack: StackName): string {
  return join(context.settings.outdir, 'stacks', stackName(target, stack))
}
