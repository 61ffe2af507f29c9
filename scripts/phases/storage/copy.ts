import type { Action, ActionResult } from '../../engine/phase'
import { copyBucket, type CopyResult } from '../../transfer/objects'
import type { StoragePorts } from './ports'

/** Copies every mapped bucket; on a second run only what changed since. */
export function copyActions(ports: StoragePorts): Action[] {
  return [
    {
      id: 'prepare-source',
      title: 'Prepare the source (schema supabase_to_aws, open fence)',
      run: async () => {
        await ports.install()
        return { summary: 'our own schema and the fence trigger are in place' }
      },
    },
    {
      id: 'open-target',
      title: 'Open the target buckets for the copy',
      // An apply between two tries of a copy after a revert closes them again.
      repeats: true,
      run: async () => {
        await ports.targetFence.open()
        return { summary: 'the bucket policies admit writes' }
      },
    },
    ...ports.buckets.map((bucket) => copyAction(ports, bucket.id)),
  ]
}

/** One bucket's delta; also the last pass behind the fence. */
export function copyAction(ports: StoragePorts, bucket: string): Action {
  return {
    id: `copy-${bucket}`,
    title: `Copy bucket ${bucket}`,
    repeats: true,
    run: () => copyOne(ports, bucket),
  }
}

async function copyOne(ports: StoragePorts, bucket: string): Promise<ActionResult> {
  const inventory = (await ports.source.buckets()).find((candidate) => candidate.id === bucket)
  const bar = ports.progress.start({
    label: `copy ${bucket}`,
    totalItems: inventory?.objects ?? 0,
    totalBytes: inventory?.bytes ?? 0,
  })
  const { source, target, log, sleep, lost } = ports
  const result = await copyBucket(
    { source, target, log, sleep, lost, onObject: (moved) => bar.advance(moved) },
    bucket,
  )
  const summary = summarise(result)
  bar.finish(summary)
  const { missingBytes, foreignKeys } = result
  return { summary, counts: { ...result.counts }, evidence: { missingBytes, foreignKeys } }
}

function summarise({ counts, missingBytes }: CopyResult): string {
  const parts = [`${counts.copied} copied`, `${counts.same} there already`]
  if (counts.removed > 0) parts.push(`${counts.removed} removed`)
  if (counts.foreign > 0) parts.push(`${counts.foreign} only on AWS`)
  if (missingBytes.length > 0) parts.push(`${missingBytes.length} rows without bytes`)
  return parts.join(', ')
}
