import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { typescriptProgram } from '../../scripts/typescript-program'

const ROOT = join(__dirname, '..', '..')
const run = promisify(execFile)

/** Command lines of the processes of this machine that name `text`. */
async function processesNaming(text: string): Promise<string[]> {
  const { stdout } = await run('ps', ['-eo', 'args'])
  return stdout.split('\n').filter((line) => line.includes(text))
}

describe('a rehearsal that is interrupted', () => {
  it('stops everything it started and leaves nothing behind', async () => {
    const child = spawn(
      process.execPath,
      typescriptProgram(join(ROOT, 'scripts', 'rehearsal', 'main.ts'), ['--quick']),
      {
        cwd: ROOT,
      },
    )
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
    let runId = ''
    for await (const line of createInterface({ input: child.stdout })) {
      runId = /Rehearsal (\S+):/.exec(line)?.[1] ?? runId
      // By then the databases, the emulator and a command of the crossing are at work.
      if (line.includes('foundation: plan')) break
    }
    expect((await processesNaming(runId)).length).toBeGreaterThanOrEqual(2)
    child.kill('SIGINT')
    expect(await ended).toBe(130)
    expect(await processesNaming(runId)).toEqual([])
    expect(existsSync(join(ROOT, '.rehearsal', runId))).toBe(false)
  })
})
