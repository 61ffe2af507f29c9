import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import type { JournalStore } from '../../../scripts/adapters/ports'
import type { MigrateError } from '../../../scripts/engine/errors'
import { Journal } from '../../../scripts/engine/journal'
import { LEASE_MS, withLease, type LeaseOptions } from '../../../scripts/engine/lease'
import { withJournalStore } from '../../helpers/journal-store'

const HOLDER = { host: 'here', boot: 'b1', pid: 4711 }
const BEAT_MS = 20

function lease(store: JournalStore, more: Partial<LeaseOptions> = {}): LeaseOptions {
  const fixed = { runId: 'one', holder: HOLDER, command: 'storage copy', isAlive: () => true }
  return { store, ...fixed, heartbeatMs: BEAT_MS, ...more }
}

const claimOf = (runId: string) => ({
  runId,
  holder: JSON.stringify({ ...HOLDER, host: 'elsewhere' }),
  command: 'storage cutover',
  expiresAt: Date.now() + LEASE_MS,
})

/** What a run is told when its lease is gone; the test's own time limit ends the wait for what never comes. */
function loss(store: JournalStore, during: () => Promise<void>, more: Partial<LeaseOptions> = {}) {
  return new Promise<MigrateError>((resolve, reject) => {
    let finish = (): void => undefined
    const onLost = (reason: MigrateError): void => {
      resolve(reason)
      finish()
    }
    withLease(lease(store, { onLost, ...more }), async () => {
      const told = new Promise<void>((done) => (finish = done))
      await during()
      await told
    }).catch(reject)
  })
}

/** As another machine does when ours was asleep for longer than the lease lives. */
async function takeOver(store: JournalStore): Promise<void> {
  await store.claimLease(claimOf('two'), { now: Date.now() + 2 * LEASE_MS })
}

describe('the heartbeat of a lease', () => {
  it('tells a long action that another run has the lease', async () => {
    await withJournalStore(async (store) => {
      await expect(loss(store, () => takeOver(store))).resolves.toMatchObject({ code: 'LEASE_LOST' })
      expect(await store.readLease()).toMatchObject({ runId: 'two' })
    })
  })

  it('does not claim again what another run took and gave back', async () => {
    await withJournalStore(async (store) => {
      const passed = async (): Promise<void> => {
        await takeOver(store)
        await store.releaseLease('two')
      }
      await expect(loss(store, passed)).resolves.toMatchObject({ code: 'LEASE_LOST' })
      expect(await store.readLease()).toBeUndefined()
    })
  })

  it('gives the lease up by itself when it cannot be renewed for as long as it lives', async () => {
    await withJournalStore(async (store) => {
      const unreachable: JournalStore = {
        ...store,
        renewLease: () => Promise.reject(new Error('no answer from DynamoDB')),
      }
      let clock = 0
      const now = (): number => (clock += LEASE_MS / 4)
      await expect(loss(unreachable, async () => undefined, { now })).resolves.toMatchObject({
        code: 'LEASE_LOST',
      })
    })
  })

  it('leaves the result of the work alone when the lease cannot be released', async () => {
    await withJournalStore(async (store) => {
      const stuck: JournalStore = { ...store, releaseLease: () => Promise.reject(new Error('no answer')) }
      await expect(withLease(lease(stuck), async () => 'done')).resolves.toBe('done')
      await expect(withLease(lease(stuck), () => Promise.reject(new Error('its own')))).rejects.toThrow(
        'its own',
      )
    })
  })
})

describe('a journal write', () => {
  it('is repeated when it meets the heartbeat on the lease', async () => {
    await withJournalStore(async (store, dynamo) => {
      let conflicts = 3
      dynamo.middlewareStack.add(
        (next, context) => (args) => {
          if (context.commandName !== 'TransactWriteItemsCommand' || conflicts === 0) return next(args)
          conflicts -= 1
          const CancellationReasons = [{ Code: 'TransactionConflict' }, { Code: 'None' }]
          throw new TransactionCanceledException({ message: 'conflict', $metadata: {}, CancellationReasons })
        },
        { step: 'initialize' },
      )
      const journal = new Journal({ store, runId: 'one', by: 'test' })
      await withLease(lease(store), () => journal.event('x', { a: 1 }))
      expect(await journal.events()).toMatchObject([{ what: 'x', detail: { a: 1 } }])
    })
  })

  it('leaves evidence out that no item can hold, and keeps the counts', async () => {
    await withJournalStore(async (store) => {
      const journal = new Journal({ store, runId: 'one', by: 'test' })
      const scope = { app: 'aiuteur', phase: 'storage', attempt: 1, step: 'copy' } as const
      const result = { summary: 'many', counts: { copied: 1 }, evidence: 'x'.repeat(500_000) }
      await withLease(lease(store), () => journal.saveAction(scope, 'a', { status: 'done', result }))
      const saved = await journal.action(scope, 'a')
      expect(saved?.result).toMatchObject({ summary: 'many', counts: { copied: 1 } })
    })
  })
})
