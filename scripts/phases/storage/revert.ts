import type { Action } from '../../engine/phase'
import { carryHome } from '../../transfer/carry-home'
import { restoreUrls } from '../../transfer/urls/restore'
import { drainAction, switchAction } from './cutover'
import type { StoragePorts } from './ports'
import { proveEqual } from './verify'

/** The mirror image of the cutover: nothing written on AWS is lost. */
export function revertActions(ports: StoragePorts): Action[] {
  return [
    switchAction(ports, { id: 'hold-writes', title: 'Hold writes', side: { writes: 'draining', reads: 'aws' } }),
    drainAction(ports, 'drain'),
    fenceAction(ports),
    ...ports.buckets.map((bucket) => carryHomeAction(ports, bucket.id)),
    proveEqual(ports, 'prove-equal'),
    restoreAction(ports, 'restore-urls'),
    {
      id: 'open-source',
      title: 'Open Supabase Storage',
      run: async () => {
        await ports.sourceFence.open()
        return { summary: 'the fence on storage.objects is open' }
      },
    },
    switchAction(ports, { id: 'serve-from-source', title: 'Serve from Supabase', side: { writes: 'source', reads: 'source' } }),
    // Once more: the application may have stored a URL it was given just before the writes were held.
    restoreAction(ports, 'restore-late-urls'),
  ]
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
      const counts = await carryHome({ source, target, log, sleep, onObject: (moved) => bar.advance(moved) }, bucket)
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
      return { summary: `${result.urls} URLs in ${result.values} values`, counts: { values: result.values, urls: result.urls }, evidence: result }
    },
  }
}
