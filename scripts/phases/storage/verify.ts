import { compareObjects, differenceCount, type InventoryEvidence } from '../../checks/object-inventory'
import { MigrateError } from '../../engine/errors'
import type { Action, Finding } from '../../engine/phase'
import type { StoragePorts } from './ports'

/** Compares every object. `live`: the application may write meanwhile, so what is newer than its copy is only behind. */
async function compare(ports: StoragePorts, options: { live: boolean }): Promise<InventoryEvidence> {
  const ids = ports.buckets.map((bucket) => bucket.id)
  const inventories = await ports.source.buckets()
  const total = inventories
    .filter((bucket) => ids.includes(bucket.id))
    .reduce((sum, bucket) => sum + bucket.objects, 0)
  const bar = ports.progress.start({ label: 'verify', totalItems: total })
  const { source, target, lost } = ports
  // A verify looks at everything; behind the fence only what came since need be looked at.
  const verifiedAt = options.live ? undefined : await ports.verification.lastPassed()
  const onObject = (): void => bar.advance({ items: 1, bytes: 0 })
  const evidence = await compareObjects({
    source,
    target,
    buckets: ids,
    live: options.live,
    lost,
    ...(verifiedAt === undefined ? {} : { verifiedAt }),
    onObject,
  })
  bar.finish(summarise(evidence))
  return evidence
}

export async function verifyFindings(ports: StoragePorts): Promise<Finding[]> {
  const startedAt = await ports.verification.now()
  const evidence = await compare(ports, { live: true })
  const equal = differenceCount(evidence) === 0
  if (equal) await ports.verification.passed(startedAt)
  return [
    {
      id: 'objects-equal',
      outcome: equal ? 'pass' : 'fail',
      detail: summarise(evidence),
      ...(equal ? {} : { remedy: `npm run migrate -- storage copy ${ports.targetName}` }),
      evidence,
    },
  ]
}

/** The same comparison where nothing may move any more: whatever differs stops the step. */
export function proveEqual(ports: StoragePorts, id: string): Action {
  return {
    id,
    title: 'Compare every object on both sides, both fenced',
    repeats: true,
    run: async () => {
      const evidence = await compare(ports, { live: false })
      if (differenceCount(evidence) > 0) throw differ(evidence)
      const { compared, equal, bytes } = evidence
      return { summary: summarise(evidence), counts: { compared, equal, bytes, differences: 0 }, evidence }
    },
  }
}

function differ(evidence: InventoryEvidence): MigrateError {
  const kinds = Object.entries(evidence.differing).map(([kind, count]) => `${count} ${kind}`)
  return new MigrateError('DIFFERENCE', `the two sides differ: ${kinds.join(', ')}`, {
    data: { ...evidence },
    suggestion: 'look at the first differences by name with --json; copy again, then verify',
  })
}

function summarise(evidence: InventoryEvidence): string {
  const parts = [
    `${evidence.compared} compared`,
    `${evidence.equal} equal`,
    `${differenceCount(evidence)} different`,
  ]
  if (evidence.behind > 0) parts.push(`${evidence.behind} newer than their copy`)
  return parts.join(', ')
}
