import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import type { JournalStore } from '../../../scripts/adapters/ports'
import type { CommandContext } from '../../../scripts/commands/command'
import { takeStep } from '../../../scripts/commands/step'
import { withEnvironment } from '../../../scripts/compose/environment'
import { withPhase } from '../../../scripts/compose/phases'
import { Journal } from '../../../scripts/engine/journal'
import { LEASE_MS } from '../../../scripts/engine/lease'
import { parseSettings } from '../../../scripts/settings'
import { bytesOf, TARGET, withStorageWorld, type StorageWorld } from '../../helpers/storage-world'
import { rowsOf } from './journal-of'

const QUIET = { start: () => ({ advance: () => undefined, finish: () => undefined }), line: () => undefined }
/** Journal writes by which each try lives longer than the one before. */
const LONGER = 3

/** Dies at its n-th write: nothing of a killed run comes after. */
function mortal(store: JournalStore, writes: number): JournalStore {
  let left = writes
  return {
    ...store,
    put: (item, runId) => {
      if ((left -= 1) < 0) return Promise.reject(new Error('killed'))
      return store.put(item, runId)
    },
  }
}

/** Takes a step in this process. True where it came to its end before it was killed. */
async function take(world: StorageWorld, step: 'cutover' | 'revert', writes: number): Promise<boolean> {
  const runId = `${step}-${writes}`
  const context: CommandContext = {
    settings: parseSettings(world.env),
    env: world.env,
    progress: QUIET,
    holder: { host: 'here', boot: 'b', pid: 1 },
    runId,
    isAlive: () => false,
    sleep: async () => undefined,
    readInput: async () => '',
  }
  return withEnvironment(context, TARGET, async (environment) => {
    const claim = { runId, holder: '{}', command: step, expiresAt: Date.now() + LEASE_MS }
    await environment.journalStore.claimLease(claim, { now: Date.now() + 2 * LEASE_MS })
    const journal = new Journal({ store: mortal(environment.journalStore, writes), runId, by: 'test' })
    const work = (phase: Parameters<typeof takeStep>[0]['phase']) =>
      takeStep({
        context,
        environment: { ...environment, journal },
        app: 'aiuteur',
        phase,
        step,
        dryRun: false,
      })
    try {
      await withPhase(context, environment, { app: 'aiuteur', phase: 'storage', work })
      return true
    } catch (error) {
      if (error instanceof Error && error.message === 'killed') return false
      throw error
    }
  })
}

/** What was acknowledged to writers, by key: its size, or null where it was deleted. */
type Ledger = Map<string, number | null>

/** Writers that know nothing of the switch: each side takes them or not. */
async function write(world: StorageWorld, ledger: Ledger, round: number): Promise<void> {
  const body = bytesOf(String(round), 1_000 + round)
  const noted = (key: string, size: number | null) => () => void ledger.set(key, size)
  const home = `home-${round}.png`
  await world.put('images', home, body).then(noted(home, body.length), () => undefined)
  const [row] = await rowsOf(world, `select reads from supabase_to_aws.switch where writes <> 'source'`)
  // Before AWS serves nobody writes there.
  if ((row as { reads?: string } | undefined)?.reads !== 'aws') return
  const at = (Key: string) => ({ Bucket: world.bucketName('images'), Key })
  for (const Key of [`aws-${round}.png`, 'a.png']) {
    const put = new PutObjectCommand({ ...at(Key), Body: body, ContentType: 'image/png' })
    await world.s3.send(put).then(noted(Key, body.length), () => undefined)
  }
  await world.s3.send(new DeleteObjectCommand(at('b.png'))).then(noted('b.png', null), () => undefined)
}

describe('a step of storage that is killed again and again', () => {
  const before = { ...process.env }
  afterEach(() => {
    process.env = { ...before }
  })

  it('goes to AWS and comes home with every acknowledged write', async () => {
    await withStorageWorld(async (world) => {
      Object.assign(process.env, world.emulator.env)
      delete process.env.AWS_CA_BUNDLE
      const ledger: Ledger = new Map()
      for (const key of ['a.png', 'b.png']) {
        await world.put('images', key, bytesOf(key, 500))
        ledger.set(key, 500)
      }
      await world.migrate('storage', 'copy', TARGET)
      await world.migrate('storage', 'verify', TARGET)
      let round = 0
      for (const step of ['cutover', 'revert'] as const) {
        for (let writes = 1; !(await take(world, step, writes)); writes += LONGER)
          await write(world, ledger, (round += 1))
        await write(world, ledger, (round += 1))
      }
      const rows = await rowsOf(
        world,
        `select name, (metadata ->> 'size')::int as size from storage.objects where bucket_id = 'images'`,
      )
      const home = new Map(rows.map((row) => Object.values(row) as [string, number]))
      const expected = [...ledger].filter(([, size]) => size !== null)
      expect(new Map([...home].sort())).toEqual(new Map(expected.sort() as [string, number][]))
      // Both sides took writes, or this proved nothing.
      expect([...home.keys()].some((key) => key.startsWith('aws-'))).toBe(true)
      expect([...home.keys()].some((key) => key.startsWith('home-'))).toBe(true)
    })
  })
})
