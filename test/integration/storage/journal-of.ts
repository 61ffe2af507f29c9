import type { PhaseState } from '../../../scripts/engine/journal'
import { LEASE_MS } from '../../../scripts/engine/lease'
import { withClient } from '../../../scripts/rehearsal/postgres/with-client'
import type { StorageWorld } from '../../helpers/storage-world'

/** Puts the storage phase into a state, as a run that was killed or a check that passed would leave it. */
export async function leaveIn(world: StorageWorld, state: PhaseState): Promise<void> {
  const claim = { runId: 'test-set-up', holder: '{}', command: 'test', expiresAt: Date.now() + LEASE_MS }
  await world.store.claimLease(claim, { now: Date.now() })
  await world.journal.savePhase({ ...(await world.journal.phase('aiuteur', 'storage')), state })
  await world.store.releaseLease(claim.runId)
}

/** Rows of the source database, read as its superuser. */
export function rowsOf(world: StorageWorld, sql: string, values: unknown[] = []): Promise<object[]> {
  return withClient(world.database.superuserUrl, async (client) => {
    const { rows } = await client.query<object>(sql, values)
    return rows
  })
}
