import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

/** What a process that is asked to end may still do, for example end its own children. */
const GRACE_MS = 5_000
/** A process left in the background keeps the output open; its lines are not waited for longer than this. */
const OUTPUT_MS = 1_000

export interface ProcessOptions {
  command: string
  args: readonly string[]
  env: Readonly<Record<string, string>>
  cwd: string
  signal: AbortSignal
  onLine: (line: string) => void
}

export interface ProcessEnd {
  /** Null where a signal ended it. */
  exitCode: number | null
  /** Ends what it left running in the background, which GitHub lets live until the job ends. */
  killRest: () => void
}

/** Runs a program as the leader of its own process group; an abort ends the whole group. */
export async function runProcess({ command, args, ...options }: ProcessOptions): Promise<ProcessEnd> {
  options.signal.throwIfAborted()
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const lines = [child.stdout, child.stderr].map((stream) => onEachLine(stream, options.onLine))
  let grace: NodeJS.Timeout | undefined
  const onAbort = (): void => {
    killGroup(child, 'SIGTERM')
    grace = setTimeout(() => killGroup(child, 'SIGKILL'), GRACE_MS)
  }
  options.signal.addEventListener('abort', onAbort)
  try {
    const exitCode = await exited(child)
    if (options.signal.aborted) killGroup(child, 'SIGKILL')
    await withinTime(Promise.all(lines), OUTPUT_MS)
    return { exitCode, killRest: () => killGroup(child, 'SIGKILL') }
  } finally {
    clearTimeout(grace)
    options.signal.removeEventListener('abort', onAbort)
  }
}

function exited(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
}

function onEachLine(input: NodeJS.ReadableStream, onLine: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    createInterface({ input }).on('line', onLine).once('close', resolve)
  })
}

async function withinTime(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([work, late])
  clearTimeout(timer)
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // The group is gone already.
  }
}
