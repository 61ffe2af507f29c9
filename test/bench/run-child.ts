import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { typescriptProgram } from '../../scripts/typescript-program'
import { MigrateError } from '../../scripts/engine/errors'
import { resultSchema, type Job, type Result } from './job'

/** Runs a contender of ours in its own process. @throws MigrateError COMMAND_FAILED */
export async function runChild(job: Job): Promise<Result> {
  const child = spawn(process.execPath, typescriptProgram(join(__dirname, 'child.ts'), []), {
    env: {
      ...process.env,
      AWS_CA_BUNDLE: undefined,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  endWithUs(child)
  child.stdin.end(JSON.stringify(job))
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [out, err, exit] = await Promise.all([buffer(child.stdout), buffer(child.stderr), ended])
  if (exit === 0) return resultSchema.parse(JSON.parse(out.toString()))
  throw new MigrateError(
    'COMMAND_FAILED',
    `the contender "${job.contender}" ended with ${String(exit)}: ${err.toString().slice(-2_000)}`,
    {
      suggestion: 'the text above is the end of what it wrote to standard error',
    },
  )
}

/** A bench that is broken off must not leave a contender behind that tries again and again. */
export function endWithUs(child: ChildProcess): void {
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('close', () => process.off('exit', kill))
}
