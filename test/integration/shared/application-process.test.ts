import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { readLedger } from '../../../scripts/rehearsal/application/ledger'
import type { ApplicationCounts } from '../../../scripts/rehearsal/application/tally'
import { typescriptProgram } from '../../../scripts/typescript-program'
import { withStorageWorld } from '../../helpers/storage-world'

const MAIN = join(__dirname, '../../../scripts/rehearsal/application/main.ts')

interface Line {
  type: 'started' | 'progress' | 'stopped'
  counts?: ApplicationCounts
}

describe('the application as a process', () => {
  it.each(['SIGTERM', 'the end of its input'])('works until %s, then ends what is under way', async (end) => {
    const dir = await mkdtemp(join(tmpdir(), 'application-process-'))
    const ledgerFile = join(dir, 'ledger.jsonl')
    const options = {
      target: 'aiuteur/dev',
      app: 'aiuteur',
      seed: 5,
      ratePerSecond: 50,
      ledgerFile,
      fallback: true,
    }
    await writeFile(join(dir, 'options.json'), JSON.stringify(options))
    await withStorageWorld(async ({ env }) => {
      const child = spawn(process.execPath, typescriptProgram(MAIN, [join(dir, 'options.json')]), {
        env,
        stdio: ['pipe', 'pipe', 'inherit'],
      })
      const exited = once(child, 'close')
      let last: Line | undefined
      for await (const text of createInterface({ input: child.stdout })) {
        last = JSON.parse(text) as Line
        if ((last.counts?.acknowledged.source ?? 0) < 20 || last.type !== 'progress') continue
        if (end === 'SIGTERM') child.kill('SIGTERM')
        else child.stdin.end()
      }
      expect(await exited).toEqual([0, null])
      expect(last).toMatchObject({ type: 'stopped', counts: { errors: {}, wrongReads: 0 } })
      const writes = (await readLedger(ledgerFile)).filter(
        ({ op, state }) => op !== 'row' && state === 'done',
      )
      expect(writes.length).toBe(last?.counts?.acknowledged.source)
    })
    await rm(dir, { recursive: true })
  })
})
