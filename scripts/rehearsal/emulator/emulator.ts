import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { MigrateError } from '../../engine/errors'
import { clean, findPython, type Environment } from './python'

const START_LIMIT_MS = 60_000
const STOP_LIMIT_MS = 5_000

/** The region everything in a rehearsal lies in. */
const REGION = 'us-east-1'

export interface Emulator {
  readonly endpoint: string
  readonly port: number
  /** What AWS SDKs and Terraform need to speak to it instead of AWS. */
  readonly env: Readonly<Record<string, string>>
  stop(): Promise<void>
}

export interface EmulatorOptions {
  /** A directory of its own: object bytes and the log. */
  dir: string
  /** The environment Python is looked for in. */
  env: Environment
  /** Where a private Python environment is kept between rehearsals. Default: `.rehearsal/cache` of the repository. */
  cacheDir?: string
  log?: (line: string) => void
}

/**
 * Starts AWS's APIs on a free port of the loopback: moto 5.2.1 with our overlay.
 * @throws MigrateError TOOL_MISSING if there is no Python with moto and none can be made
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const cacheDir = options.cacheDir ?? join(__dirname, '../../../.rehearsal/cache')
  const python = await findPython(options.env, cacheDir)
  await mkdir(options.dir, { recursive: true })
  const child = spawn(python, [join(__dirname, 'overlay.py'), options.dir], {
    env: clean(options.env),
    stdio: ['pipe', 'pipe', 'pipe'],
    // Ctrl-C reaches the whole process group; the rehearsal decides itself when its world ends.
    detached: true,
  })
  const errors = createInterface({ input: child.stderr })
  const file = createWriteStream(join(options.dir, 'emulator.log'), { flags: 'a' })
  errors.on('line', (line) => {
    file.write(`${line}\n`)
    options.log?.(line)
  })
  child.once('close', () => file.end())
  const port = await readPort(child)
  const endpoint = `http://127.0.0.1:${port}`
  return { endpoint, port, env: awsEnvironment(endpoint), stop: () => stop(child) }
}

async function readPort(child: ChildProcess): Promise<number> {
  const limit = AbortSignal.timeout(START_LIMIT_MS)
  try {
    if (child.stdout === null) throw new Error('no standard output')
    const ended = once(child, 'exit', { signal: limit }).then(([code]) => {
      throw new Error(`ended with code ${String(code)} before it was ready`)
    })
    const line = once(createInterface({ input: child.stdout }), 'line', { signal: limit })
    const [text] = (await Promise.race([line, ended])) as unknown[]
    const ready: unknown = JSON.parse(String(text))
    if (typeof ready === 'object' && ready !== null && 'port' in ready && typeof ready.port === 'number') {
      return ready.port
    }
    throw new Error(`said ${String(text)}`)
  } catch (cause) {
    await stop(child)
    throw new MigrateError('COMMAND_FAILED', 'The AWS emulator did not start.', {
      suggestion: 'Read emulator.log in the directory of the rehearsal.',
      cause,
    })
  }
}

function awsEnvironment(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'rehearsal',
    AWS_SECRET_ACCESS_KEY: 'rehearsal',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.stdin?.end()
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
  await ended
  clearTimeout(timer)
}
