import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { MigrateError } from '../engine/errors'
import { typescriptProgram } from '../typescript-program'

const ROOT = join(__dirname, '..', '..')

export interface MigrateOptions {
  env: Readonly<Record<string, string | undefined>>
  /** Each line the command writes to standard error. */
  onLine: (line: string) => void
  signal: AbortSignal
}

export interface MigrateResult {
  exit: number
  /** What --json printed. */
  json: Record<string, unknown>
}

/** Runs `npm run migrate -- <args> --json`, the very command a person types, as its own process. */
async function migrate(args: readonly string[], options: MigrateOptions): Promise<MigrateResult> {
  const command = typescriptProgram(join(ROOT, 'scripts', 'bin.ts'), [...args, '--json'])
  const child = spawn(process.execPath, command, {
    cwd: ROOT,
    env: { ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: options.signal,
    killSignal: 'SIGKILL',
  })
  createInterface({ input: child.stderr }).on('line', options.onLine)
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const exit = await new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
  return { exit, json: JSON.parse(text) as Record<string, unknown> }
}

/** As `migrate`; anything but exit 0 is thrown with the command's own message. */
export async function mustMigrate(
  args: readonly string[],
  options: MigrateOptions,
): Promise<MigrateResult['json']> {
  const { exit, json } = await migrate(args, options)
  if (exit === 0) return json
  const error = (json.error ?? {}) as { code?: string; message?: string; suggestion?: string }
  throw new MigrateError(
    'COMMAND_FAILED',
    `"migrate ${args.join(' ')}" ended with ${exit}: ${error.code ?? ''} ${error.message ?? JSON.stringify(json)}`,
    {
      data: { exit },
      suggestion: error.suggestion ?? 'run the rehearsal with --keep and read its logs',
    },
  )
}
