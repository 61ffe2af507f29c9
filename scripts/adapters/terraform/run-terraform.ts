import { spawn } from 'node:child_process'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { MigrateError } from '../../engine/errors'

/** Enough to hold Terraform's own error box. */
const LAST_LINES = 40

/** Commands whose output is data: without colours, and without the flag that says so. */
const PLAIN: readonly string[] = ['show', 'output', 'state']

export interface RunOptions {
  program: string
  stackDir: string
  args: readonly string[]
  env: Readonly<Record<string, string | undefined>>
  log?: ((line: string) => void) | undefined
  /** Exit codes that are no failure. @default 0 */
  goodCodes?: readonly number[]
  /** The output is data: it is returned and not logged. @default false */
  quiet?: boolean
  /** Ends Terraform and its provider at once; what was under way is not in the state. @default never */
  signal?: AbortSignal
}

export interface RunResult {
  code: number
  output: string
}

/** Runs Terraform once, without input and colours. Throws MigrateError TERRAFORM_FAILED with the last lines it printed. */
export async function runTerraform(options: RunOptions): Promise<RunResult> {
  const { program, stackDir, args, env, log, goodCodes = [0], quiet = false, signal } = options
  signal?.throwIfAborted()
  const [command = '', ...rest] = args
  const noColor = PLAIN.includes(command) ? [] : ['-no-color']
  const child = spawn(program, [command, ...noColor, ...rest], {
    cwd: stackDir,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that its provider ends with it.
    detached: signal !== undefined,
  })
  const kill = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  }
  signal?.addEventListener('abort', kill)
  const lines: string[] = []
  const recent: string[] = []
  const keep = (line: string): void => {
    if (!quiet) log?.(line)
    if (line.trim() === '') return
    recent.push(line)
    if (recent.length > LAST_LINES) recent.shift()
  }
  createInterface({ input: child.stdout }).on('line', (line) => (quiet ? lines.push(line) : keep(line)))
  createInterface({ input: child.stderr }).on('line', keep)
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    // `close`, not `exit`: only then the last lines have arrived.
    child.once('close', (status, endedBy) => resolve(status ?? (endedBy === null ? 1 : 128)))
  })
  signal?.removeEventListener('abort', kill)
  signal?.throwIfAborted()
  if (!goodCodes.includes(code)) throw failed(stackDir, command, { code, recent })
  return { code, output: lines.join('\n') }
}

function failed(stackDir: string, command: string, end: { code: number; recent: string[] }): MigrateError {
  const stack = basename(stackDir)
  const reason =
    end.recent.find((line) => line.includes('Error: '))?.replace(/^.*?Error: /, '') ?? `exit code ${end.code}`
  return new MigrateError('TERRAFORM_FAILED', `terraform ${command} of ${stack}: ${reason}`, {
    data: { stack, command, exitCode: end.code, lastLines: end.recent },
    suggestion: suggestionFor(end.recent.join('\n')),
  })
}

function suggestionFor(output: string): string {
  if (output.includes('Error acquiring the state lock'))
    return 'another run holds the state; wait for it to end'
  if (output.includes('NoSuchBucket')) return 'npm run migrate -- bootstrap <target>'
  if (output.includes('No stored state was found')) return 'apply the stack that this one reads from first'
  if (output.includes('Cannot import non-existent remote object'))
    return 'npm run migrate -- bootstrap <target>'
  return 'read the lines above; nothing that Terraform had not finished is in the state'
}
