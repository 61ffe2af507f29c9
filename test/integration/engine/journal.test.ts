import { dynamoJournal } from '../../../scripts/adapters/aws/journal-store'
import type { JournalStore } from '../../../scripts/adapters/ports'
import { Journal } from '../../../scripts/engine/journal'
import { LEASE_MS, withLease, type LeaseOptions } from '../../../scripts/engine/lease'
import type { Action } from '../../../scripts/engine/phase'
import { runActions } from '../../../scripts/engine/runner'
import { withJournalStore } from '../../helpers/journal-store'

const HOLDER = { host: 'here', boot: 'b1', pid: 4711 }
const SCOPE = { app: 'aiuteur', phase: 'storage', attempt: 1, step: 'copy' } as const
const QUIET = { start: () => ({ advance: () => undefined, finish: () => undefined }), line: () => undefined }

function lease(store: JournalStore, runId: string, more: Partial<LeaseOptions> = {}): LeaseOptions {
  return { store, runId, holder: HOLDER, command: 'storage copy', isAlive: () => true, ...more }
}

describe('the lease', () => {
  it('lets one run in and refuses the second with the holder, exit 6', async () => {
    await withJournalStore(async (store) => {
      await withLease(lease(store, 'one'), async () => {
        const second = withLease(lease(store, 'two'), async () => 'in')
        await expect(second).rejects.toMatchObject({
          code: 'LEASE_HELD',
          exitCode: 6,
          data: { runId: 'one' },
        })
      })
      await expect(withLease(lease(store, 'two'), async () => 'in')).resolves.toBe('in')
    })
  })

  it('takes over at once from a process of this machine that is gone, not from one elsewhere', async () => {
    await withJournalStore(async (store) => {
      const claim = { runId: 'dead', command: 'storage copy', expiresAt: Date.now() + LEASE_MS }
      const held = async (holder: object): Promise<void> => {
        await store.claimLease({ ...claim, holder: JSON.stringify(holder) }, { now: Date.now() })
      }
      const next = (): Promise<string> =>
        withLease(lease(store, 'next', { isAlive: () => false }), async () => 'in')
      await held({ ...HOLDER, host: 'elsewhere' })
      await expect(next()).rejects.toMatchObject({ code: 'LEASE_HELD' })
      await held({ ...HOLDER, boot: 'before the reboot' })
      await expect(next()).rejects.toMatchObject({ code: 'LEASE_HELD' })
      await held(HOLDER)
      await expect(next()).resolves.toBe('in')
    })
  })

  it('ends by itself when its holder shows no sign of life', async () => {
    await withJournalStore(async (store) => {
      const claim = {
        runId: 'dead',
        holder: JSON.stringify({ ...HOLDER, host: 'elsewhere' }),
        command: 'x',
        expiresAt: 1_000,
      }
      await store.claimLease(claim, { now: 0 })
      await expect(withLease(lease(store, 'next'), async () => 'in')).resolves.toBe('in')
    })
  })

  it('stops a run that lost it at its next write', async () => {
    await withJournalStore(async (store) => {
      const journal = new Journal({ store, runId: 'one', by: 'test' })
      await expect(journal.event('x', {})).rejects.toMatchObject({ code: 'LEASE_LOST' })
      await withLease(lease(store, 'one'), () => journal.event('x', { a: 1 }))
      expect(await journal.events()).toMatchObject([{ what: 'x', by: 'test', detail: { a: 1 } }])
    })
  })

  it('says how to begin where there is no journal', async () => {
    await withJournalStore(async (_store, dynamo) => {
      const nowhere = dynamoJournal(dynamo, 'absent', 'aiuteur/dev')
      await expect(nowhere.get('a', 'b')).rejects.toMatchObject({
        code: 'NOT_BOOTSTRAPPED',
        suggestion: 'npm run migrate -- bootstrap aiuteur/dev',
      })
    })
  })
})

describe('the action runner', () => {
  it('does each action once, repeats those that look anew, and goes on after a failure', async () => {
    await withJournalStore(async (store) => {
      const journal = new Journal({ store, runId: 'one', by: 'test' })
      const ran: string[] = []
      let broken = true
      const action = (id: string, more: Partial<Action> = {}): Action => ({
        id,
        title: id,
        run: async () => {
          ran.push(id)
          return { summary: 'done' }
        },
        ...more,
      })
      const fails = action('b', {
        run: async () => {
          ran.push('b')
          if (broken) throw new Error('not now')
          return { summary: 'done' }
        },
      })
      const actions = [action('a'), fails, action('c', { repeats: true })]
      const run = (dryRun = false) => runActions({ journal, scope: SCOPE, actions, progress: QUIET, dryRun })
      await withLease(lease(store, 'one'), async () => {
        await expect(run()).rejects.toThrow('not now')
        expect((await run(true)).map(({ id, status }) => [id, status])).toEqual([
          ['a', 'already done'],
          ['b', 'would run'],
          ['c', 'would run'],
        ])
        broken = false
        await run()
        await run()
      })
      expect(ran).toEqual(['a', 'b', 'b', 'c', 'c'])
    })
  })
})
