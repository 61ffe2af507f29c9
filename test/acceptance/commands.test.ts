import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commands } from '../../scripts/commands'
import { readCommandLine } from '../../scripts/cli'
import { withLease } from '../../scripts/engine/lease'
import { aiuteur } from '../../cdktf/systems/aiuteur'
import { bytesOf, TARGET, withStorageWorld } from '../helpers/storage-world'

async function help(...argv: string[]): Promise<string> {
  const asked = await readCommandLine([...argv, '--help'], commands)
  return 'text' in asked ? asked.text : ''
}

describe('the command line', () => {
  it('lists the commands a person would guess, with the exit codes', async () => {
    const text = await help()
    for (const word of [
      'bootstrap',
      'plan',
      'status',
      'backup',
      'foundation',
      'storage',
      'switch',
      'journal',
      'config',
    ]) {
      expect(text).toContain(word)
    }
    expect(text).toContain('6  another run holds the lease')
  })

  it.each(commands.map((command) => [command.words.join(' '), command] as const))(
    '%s has help with an example',
    async (_name, command) => {
      const text = await help(...command.words)
      expect(text).toContain(command.example)
      // The example itself is a command line we take.
      const words = command.example.replace('npm run migrate -- ', '').split(' ')
      await expect(readCommandLine(words, commands)).resolves.toMatchObject({ command })
    },
  )

  it.each([
    [['nonsense']],
    [['storage', 'copy']],
    [['storage', 'copy', TARGET, '--bogus']],
    [['storage', 'fly', TARGET]],
  ])('refuses %j with exit 2', async (argv) => {
    await expect(readCommandLine(argv, commands)).rejects.toMatchObject({ code: 'USAGE', exitCode: 2 })
  })
})

describe('commands as processes', () => {
  it('print exactly one JSON value, whatever happens', async () => {
    await withStorageWorld(async (world) => {
      await world.put('images', 'a.png', bytesOf('a', 100))
      const lines = [
        ['config', 'check'],
        ['synth'],
        ['status', TARGET],
        ['switch', 'show', TARGET],
        ['journal', 'show', TARGET],
        ['foundation', 'copy', TARGET],
        ['storage', 'copy', TARGET, '--dry-run'],
        ['storage', 'verify', TARGET],
        ['storage', 'nonsense', TARGET],
        ['status', 'nobody/nowhere'],
      ]
      const exits: number[] = []
      for (const line of lines) exits.push((await world.migrate(...line)).exit)
      expect(exits).toEqual([0, 0, 0, 0, 0, 0, 0, 3, 2, 2])
    })
  })

  it('refuse what is out of order with exit 3 and change nothing', async () => {
    await withStorageWorld(
      async (world) => {
        const before = await world.journal.events()
        const copy = await world.migrate('storage', 'copy', TARGET)
        expect(copy).toMatchObject({ exit: 3, json: { error: { code: 'PHASE_NOT_APPLIED' } } })
        const cut = await world.migrate('storage', 'cutover', TARGET, '--confirm-cutover', TARGET)
        expect(cut).toMatchObject({
          exit: 3,
          json: { error: { suggestion: expect.stringContaining('storage') as unknown } },
        })
        expect(await world.journal.events()).toEqual(before)
      },
      { applied: false },
    )
  })

  it('ask for a backup first, and for a confirmation that names the target', async () => {
    await withStorageWorld(async (world) => {
      const cut = await world.migrate('storage', 'cutover', TARGET)
      expect(cut).toMatchObject({ exit: 2, json: { error: { code: 'CONFIRMATION_MISSING' } } })
      const wrong = await world.migrate('storage', 'cutover', TARGET, '--confirm-cutover', 'aiuteur/prod')
      expect(wrong.exit).toBe(2)
    })
  })

  it('let only one run in at a time: exit 6', async () => {
    await withStorageWorld(async (world) => {
      const holder = { host: 'another-machine', boot: 'b', pid: 1 }
      const lease = {
        store: world.store,
        runId: 'other',
        holder,
        command: 'storage copy',
        isAlive: () => true,
      }
      await withLease(lease, async () => {
        const second = await world.migrate('storage', 'copy', TARGET)
        expect(second).toMatchObject({
          exit: 6,
          json: { error: { code: 'LEASE_HELD', data: { runId: 'other' } } },
        })
      })
      expect((await world.migrate('storage', 'copy', TARGET)).exit).toBe(0)
    })
  })
})

describe('config check', () => {
  it('reports three faults of a file together, exit 2', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'config-'))
    try {
      const file = join(dir, 'system.json')
      const faulty = structuredClone<unknown>(aiuteur) as Record<string, unknown> & {
        environments: { dev: Record<string, unknown> }
      }
      faulty.colour = 'red'
      faulty.environments.dev.accountId = '12'
      faulty.name = 'Not A Slug'
      await writeFile(file, JSON.stringify(faulty))
      await withStorageWorld(
        async (world) => {
          const checked = await world.migrate('config', 'check', '--file', file)
          const error = checked.json.error as { faults: string[] }
          expect(checked.exit).toBe(2)
          expect(error.faults).toHaveLength(3)
        },
        { applied: false },
      )
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  })
})
