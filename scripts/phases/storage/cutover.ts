import { moveSwitch, readSwitch, type Side } from '../../engine/switch'
import type { Action } from '../../engine/phase'
import { rewriteUrls } from '../../transfer/urls/rewrite'
import { copyAction } from './copy'
import type { StoragePorts } from './ports'
import { proveEqual } from './verify'

/** Services that have no notice of the row poll the parameter each second; two polls and some slack. */
const FOLLOW_MS = 3_000

/** Hold writes, fence Supabase, copy the rest, prove equality, let AWS serve, rewrite the URLs in the database. */
export async function cutoverActions(ports: StoragePorts): Promise<Action[]> {
  const { reads } = await readSwitch(ports.switchStore)
  const serve = [
    switchAction(ports, {
      id: 'serve-from-aws',
      title: 'Serve from AWS',
      side: { writes: 'aws', reads: 'aws' },
    }),
    rewriteAction(ports, 'rewrite-urls'),
  ]
  // Killed after its switch: AWS has taken writes since, and one more copy would put the old objects over them.
  if (reads === 'aws') return serve
  return [
    switchAction(ports, {
      id: 'hold-writes',
      title: 'Hold writes',
      side: { writes: 'draining', reads: 'source' },
    }),
    drainAction(ports, 'drain'),
    {
      id: 'fence-source',
      title: 'Fence Supabase Storage',
      run: async () => {
        await ports.sourceFence.close()
        // Deletions of a former life on AWS: what was made anew since must not fall to them.
        await ports.deletions.clear(ports.buckets.map((bucket) => bucket.id))
        return { summary: 'uploads in flight have ended; later ones are refused' }
      },
    },
    ...ports.buckets.map((bucket) => copyAction(ports, bucket.id)),
    proveEqual(ports, 'prove-equal'),
    ...serve,
  ]
}

export function switchAction(ports: StoragePorts, move: { id: string; title: string; side: Side }): Action {
  return {
    id: move.id,
    title: move.title,
    run: async () => {
      const { epoch, writes, reads } = await moveSwitch(ports.switchStore, move.side)
      return { summary: `writes ${writes}, reads ${reads}, epoch ${epoch}`, counts: { epoch } }
    },
  }
}

/** Waits until every service has seen the switch and every upload URL handed out before it has expired. */
export function drainAction(ports: StoragePorts, id: string): Action {
  const milliseconds = FOLLOW_MS + ports.uploadUrlSeconds * 1_000
  return {
    id,
    title: 'Wait until every service has followed',
    run: async () => {
      await ports.sleep(milliseconds)
      return {
        summary: `${milliseconds / 1_000} s: the poll of a service and the life of an upload URL`,
        counts: { milliseconds },
      }
    },
  }
}

/** Repeats, because an application may store a URL it was given just before the switch. */
export function rewriteAction(ports: StoragePorts, id: string): Action {
  return {
    id,
    title: 'Rewrite Storage URLs in the database',
    repeats: true,
    run: async () => {
      const result = await rewriteUrls(ports.database, ports.urls)
      return {
        summary: `${result.urls} URLs in ${result.values} values`,
        counts: { values: result.values, urls: result.urls },
        evidence: result,
      }
    },
  }
}
