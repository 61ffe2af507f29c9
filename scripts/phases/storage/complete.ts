import { MigrateError } from '../../engine/errors'
import type { Action } from '../../engine/phase'
import { remainingUrls } from '../../transfer/urls/remaining'
import { mergeJoin } from '../../transfer/merge-join'
import { isProbe } from '../../transfer/probes'
import { rewriteAction } from './cutover'
import { relayAction } from './revert'
import type { StoragePorts } from './ports'

const MAX_NAMED = 100

/** The point of no return: the last proofs, then the fallback may go (the apply after this takes it away). */
export function completeActions(ports: StoragePorts): Action[] {
  return [
    {
      id: 'prove-switched',
      title: 'Prove that AWS serves and Supabase is fenced',
      repeats: true,
      run: async () => {
        const row = await ports.switchStore.readRow()
        if (row?.writes !== 'aws' || row.reads !== 'aws' || !(await ports.sourceFence.isClosed())) {
          throw difference('AWS does not serve alone: the switch or the fence says otherwise', {
            row: row ?? null,
          })
        }
        return { summary: `epoch ${row.epoch}: AWS serves, Supabase is fenced` }
      },
    },
    relayAction(ports),
    rewriteAction(ports, 'rewrite-late-urls'),
    {
      id: 'prove-no-urls',
      title: 'Prove that no rewritable Storage URL is left in the database',
      repeats: true,
      run: async () => {
        const left = await remainingUrls(ports.database, ports.urls)
        if (left.urls > 0)
          throw difference(`${left.urls} Storage URLs are still in the database`, { ...left })
        return { summary: 'none left', evidence: left }
      },
    },
    {
      id: 'prove-all-copied',
      title: 'Prove that every object of Supabase is on AWS',
      repeats: true,
      run: () => proveAllCopied(ports),
    },
  ]
}

/**
 * After the application lived on AWS the sides differ by right; what must hold is that nothing is only on Supabase: each
 * row was copied as it is, and AWS still has the object or the marker of its deletion.
 */
async function proveAllCopied(
  ports: StoragePorts,
): Promise<{ summary: string; counts: Record<string, number> }> {
  const missing: string[] = []
  let [checked, lacking] = [0, 0]
  for (const { id } of ports.buckets) {
    for await (const { key, left, right } of mergeJoin(ports.source.inventory(id), ports.target.list(id))) {
      if (!left?.object || isProbe(key)) continue
      ports.lost.throwIfAborted()
      checked += 1
      if (right && left.copy?.fingerprint === left.object.fingerprint) continue
      lacking += 1
      if (missing.length < MAX_NAMED) missing.push(`${id}/${key}`)
    }
  }
  if (lacking > 0) {
    throw difference(`${lacking} objects of Supabase are not on AWS: ${missing.slice(0, 5).join(', ')}`, {
      missing,
    })
  }
  return { summary: `${checked} rows, every one copied`, counts: { checked, missing: 0 } }
}

function difference(message: string, data: Record<string, unknown>): MigrateError {
  return new MigrateError('DIFFERENCE', message, {
    data,
    suggestion: 'nothing was completed; a revert is still possible',
  })
}
