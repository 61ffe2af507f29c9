import { MigrateError } from '../../engine/errors'
import type { Action } from '../../engine/phase'
import { readSwitch } from '../../engine/switch'
import { carryHome } from '../../transfer/carry-home'
import { relayDeletions } from '../../transfer/deletions'
import { restoreUrls } from '../../transfer/urls/restore'
import { drainAction, switchAction } from './cutover'
import type { StoragePorts } from './ports'
import { proveEqual } from './verify'

/** How often, and after which pause, S3 is asked whether a policy is in force. */
const FENCE_PROBES = 60
const FENCE_PROBE_MS = 1_000

/** The way back from where the switch stands. */
export async function revertActions(ports: StoragePorts): Promise<Action[]> {
  const { reads } = await readSwitch(ports.switchStore)
  return reads === 'aws' ? wayHome(ports) : standDown(ports)
}

/**
 * AWS never served (a cutover that failed before the switch), or does not any more (a revert that was killed at its
 * end): nothing was written there, so nothing is carried home.
 */
function standDown(ports: StoragePorts): Action[] {
  return [
    restoreLimits(ports),
    openSource(ports),
    serveFromSource(ports),
    restoreAction(ports, 'restore-late-urls'),
  ]
}

/** The mirror image of the cutover: nothing written on AWS is lost. */
function wayHome(ports: StoragePorts): Action[] {
  return [
    switchAction(ports, {
      id: 'hold-writes',
      title: 'Hold writes',
      side: { writes: 'draining', reads: 'aws' },
    }),
    drainAction(ports, 'drain'),
    fenceAction(ports),
    liftLimits(ports),
    relayAction(ports),
    ...ports.buckets.map((bucket) => carryHomeAction(ports, bucket.id)),
    proveEqual(ports, 'prove-equal'),
    restoreAction(ports, 'restore-urls'),
    restoreLimits(ports),
    // Before Supabase opens: from here on a revert that is run again stands down. Carrying home once more would undo
    // what Supabase takes as soon as it is open.
    switchAction(ports, {
      id: 'read-from-source',
      title: 'Read from Supabase',
      side: { writes: 'draining', reads: 'source' },
    }),
    openSource(ports),
    serveFromSource(ports),
    // Once more: the application may have stored a URL it was given just before the writes were held.
    restoreAction(ports, 'restore-late-urls'),
  ]
}

function openSource(ports: StoragePorts): Action {
  return {
    id: 'open-source',
    title: 'Open Supabase Storage',
    run: async () => {
      await ports.sourceFence.open()
      return { summary: 'the fence on storage.objects is open' }
    },
  }
}

function serveFromSource(ports: StoragePorts): Action {
  const side = { writes: 'source', reads: 'source' } as const
  return switchAction(ports, { id: 'serve-from-source', title: 'Serve from Supabase', side })
}

/** Both sides are closed while objects are carried home; the relay alone passes, by its token. */
function fenceAction(ports: StoragePorts): Action {
  return {
    id: 'fence-target',
    title: 'Fence the S3 buckets',
    run: async () => {
      await ports.sourceFence.close()
      await ports.targetFence.close()
      for (const { id } of ports.buckets) await mustRefuse(ports, id)
      return { summary: `bucket policies of ${ports.buckets.length} buckets deny every write` }
    },
  }
}

/** A bucket policy takes a while to reach all of S3, so the fence is believed when it has refused a write. */
async function mustRefuse(ports: StoragePorts, bucket: string): Promise<void> {
  for (let attempt = 1; attempt <= FENCE_PROBES; attempt += 1) {
    if ((await ports.target.tryWrite(bucket)) === 'fenced') return
    await ports.sleep(FENCE_PROBE_MS)
  }
  throw new MigrateError('AWS_FAILED', `S3 still takes writes to ${bucket} although its policy denies them`, {
    data: { bucket },
    suggestion: 'run the same revert again; if it stays so, look at the bucket policy',
  })
}

/** Objects born on AWS may be of a type or size that the bucket at home refuses. */
function liftLimits(ports: StoragePorts): Action {
  return {
    id: 'lift-limits',
    title: 'Lift the upload limits of the Supabase buckets',
    repeats: true,
    run: async () => {
      const lifted = await ports.limits.lift(ports.buckets.map((bucket) => bucket.id))
      return { summary: `${lifted} buckets had limits; they are saved`, counts: { lifted } }
    },
  }
}

function restoreLimits(ports: StoragePorts): Action {
  return {
    id: 'restore-limits',
    title: 'Restore the upload limits of the Supabase buckets',
    repeats: true,
    run: async () => {
      const restored = await ports.limits.restore(ports.buckets.map((bucket) => bucket.id))
      return { summary: `${restored} buckets have their limits back`, counts: { restored } }
    },
  }
}

/** Deletions made on AWS that have not reached Supabase yet. */
export function relayAction(ports: StoragePorts): Action {
  return {
    id: 'relay-deletions',
    title: 'Carry open deletions to Supabase',
    repeats: true,
    run: async () => {
      let deletions = 0
      for (const { id } of ports.buckets) deletions += await relayDeletions(ports, id)
      return { summary: `${deletions} carried`, counts: { deletions } }
    },
  }
}

function carryHomeAction(ports: StoragePorts, bucket: string): Action {
  return {
    id: `carry-home-${bucket}`,
    title: `Carry home bucket ${bucket}`,
    repeats: true,
    run: async () => {
      const bar = ports.progress.start({ label: `carry home ${bucket}` })
      const { source, target, log, sleep, lost } = ports
      const counts = await carryHome(
        { source, target, log, sleep, lost, onObject: (moved) => bar.advance(moved) },
        bucket,
      )
      const summary = `${counts.added} born on AWS, ${counts.changed} overwritten, ${counts.removed} deleted, ${counts.same} untouched`
      bar.finish(summary)
      return { summary, counts: { ...counts } }
    },
  }
}

function restoreAction(ports: StoragePorts, id: string): Action {
  return {
    id,
    title: 'Restore Storage URLs in the database',
    repeats: true,
    run: async () => {
      const result = await restoreUrls(ports.database, ports.urls)
      return {
        summary: `${result.urls} URLs in ${result.values} values`,
        counts: { values: result.values, urls: result.urls },
        evidence: result,
      }
    },
  }
}
