import type { Action } from '../../engine/phase'
import { readSwitch } from '../../engine/switch'
import { carryHome } from '../../transfer/carry-home'
import { restoreUrls } from '../../transfer/urls/restore'
import { drainAction, switchAction } from './cutover'
import type { StoragePorts } from './ports'
import { proveEqual } from './verify'

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
  return [openSource(ports), serveFromSource(ports), restoreAction(ports, 'restore-late-urls')]
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
    ...ports.buckets.map((bucket) => carryHomeAction(ports, bucket.id)),
    proveEqual(ports, 'prove-equal'),
    restoreAction(ports, 'restore-urls'),
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
      return { summary: `bucket policies of ${ports.buckets.length} buckets deny every write` }
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
      const { source, target, log, sleep } = ports
      const counts = await carryHome(
        { source, target, log, sleep, onObject: (moved) => bar.advance(moved) },
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
