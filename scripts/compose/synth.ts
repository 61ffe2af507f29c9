import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ConfigError } from '../../cdktf/config/config-error'
import { stackName } from '../../cdktf/config/names'
import { parseSystem } from '../../cdktf/config/parse-system'
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
  checkSystems()
  const root = join(__dirname, '..', '..')
  const env = { ...context.env, CDKTF_OUT: context.settings.outdir }
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

function checkSystems(): void {
  const faulty = systems.flatMap((system) => {
    try {
      parseSystem(system)
      return []
    } catch (error) {
      if (error instanceof ConfigError) return [error]
      throw error
    }
  })
  if (faulty[0]) throw faulty[0]
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
