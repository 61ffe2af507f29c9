import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmulator } from '../../../scripts/rehearsal/emulator/emulator'
import { withEmulator } from '../../helpers/emulator'

const answers = async (endpoint: string): Promise<boolean> => {
  const response = await fetch(`${endpoint}/moto-api/data.json`).catch(() => undefined)
  return response?.ok === true
}

describe('starting the emulator', () => {
  it('gives two at once a port and a world each, and leaves nothing behind', async () => {
    const endpoints = await Promise.all(
      [1, 2].map(() =>
        withEmulator(async ({ endpoint, env }) => {
          expect(env).toMatchObject({ AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'us-east-1' })
          expect(env).not.toHaveProperty('AWS_CA_BUNDLE')
          expect(await answers(endpoint)).toBe(true)
          return endpoint
        }),
      ),
    )
    expect(new Set(endpoints).size).toBe(2)
    expect(await Promise.all(endpoints.map(answers))).toEqual([false, false])
  })

  it('says what to install where there is no Python', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'emulator-'))
    try {
      const start = startEmulator({ dir, env: { PATH: '/nonexistent' }, cacheDir: join(dir, 'cache') })
      await expect(start).rejects.toMatchObject({
        code: 'TOOL_MISSING',
        suggestion: expect.stringContaining('moto[server]==5.2.1') as unknown,
      })
      expect(await readdir(join(dir, 'cache'))).toEqual([])
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  })

  it('ends when the process that started it is killed', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'emulator-'))
    const module = JSON.stringify(join(__dirname, '../../../scripts/rehearsal/emulator/emulator'))
    const program = `require(${module}).startEmulator({ dir: ${JSON.stringify(dir)}, env: process.env })
      .then(({ endpoint }) => console.log(endpoint))`
    const parent = spawn(process.execPath, ['--import', 'tsx', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      const [line] = (await once(parent.stdout, 'data')) as [Buffer]
      const endpoint = line.toString().trim()
      expect(await answers(endpoint)).toBe(true)
      parent.kill('SIGKILL')
      while (await answers(endpoint)) await sleep(20)
    } finally {
      parent.kill('SIGKILL')
      await rm(dir, { recursive: true, force: true })
    }
  })
})
