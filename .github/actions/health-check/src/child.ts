import { spawn, type ChildProcess } from 'node:child_process'
import type { Command } from './settings'

/** A probe prints one small JSON object; more than this is a fault of the probe. */
const MAX_OUTPUT_BYTES = 1024 * 1024

export interface ChildResult {
  /** Null where it was killed or never started. */
  exitCode: number | null
  timedOut: boolean
  stdout: string
  /** Why it could not be started. */
  startError?: string
  durationMs: number
}

export interface ChildOptions {
  timeoutMs: number
  signal: AbortSignal
  /** Each line of standard error, and of standard output where `echoStdout` is set. */
  onLine: (line: string) => void
  echoStdout?: boolean
}

/** Runs a program without a shell, in a process group of its own that is killed as a whole on timeout and abort. */
export async function runChild([program, ...args]: Command, options: ChildOptions): Promise<ChildResult> {
  const startedAt = performance.now()
  if (options.signal.aborted) return { exitCode: null, timedOut: false, stdout: '', durationMs: 0 }
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const killed = { byTimeout: false }
  const timer = setTimeout(() => {
    killed.byTimeout = true
    killGroup(child)
  }, options.timeoutMs)
  const onAbort = (): void => killGroup(child)
  options.signal.addEventListener('abort', onAbort)
  const stdout = collectOutput(child, options)
  try {
    const end = await ended(child)
    return { ...end, timedOut: killed.byTimeout, stdout: stdout(), durationMs: performance.now() - startedAt }
  } finally {
    clearTimeout(timer)
    options.signal.removeEventListener('abort', onAbort)
  }
}

function ended(child: ChildProcess): Promise<Pick<ChildResult, 'exitCode' | 'startError'>> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ exitCode: null, startError: error.message }))
    // What the program left running must not outlive it, nor hold its output open: `close` waits for that.
    child.once('exit', () => killGroup(child))
    child.once('close', (exitCode) => resolve({ exitCode }))
  })
}

function collectOutput(child: ChildProcess, { onLine, echoStdout }: ChildOptions): () => string {
  let stdout = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout = (stdout + text).slice(0, MAX_OUTPUT_BYTES)
    if (echoStdout) printLines(text, onLine)
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => printLines(text, onLine))
  return () => stdout
}

function printLines(text: string, onLine: (line: string) => void): void {
  for (const line of text.split('\n')) if (line !== '') onLine(line)
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // The group is gone already.
  }
}
