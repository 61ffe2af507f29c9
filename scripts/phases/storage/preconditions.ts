import type { Finding } from '../../engine/phase'
import type { StoragePorts } from './ports'

/** What must hold before the first object is copied. */
export async function preconditionFindings(ports: StoragePorts): Promise<Finding[]> {
  return [backupFinding(ports), await bucketFinding(ports)]
}

function backupFinding(ports: StoragePorts): Finding {
  if (ports.backup !== undefined) {
    return {
      id: 'backup',
      outcome: 'pass',
      detail: 'a verified backup of the source is recorded',
      evidence: ports.backup,
    }
  }
  return {
    id: 'backup',
    outcome: 'fail',
    detail: 'there is no verified backup of the source database',
    remedy: `npm run migrate -- backup take ${ports.targetName}`,
  }
}

/** Every bucket of the source is mapped or ignored by decision, and says the same about being public. */
async function bucketFinding(ports: StoragePorts): Promise<Finding> {
  const found = await ports.source.buckets()
  const mapped = new Map(ports.buckets.map((bucket) => [bucket.id, bucket]))
  const faults: string[] = []
  for (const bucket of found) {
    const mapping = mapped.get(bucket.id)
    if (!mapping && !ports.ignoredBuckets.includes(bucket.id))
      faults.push(`"${bucket.id}" is neither mapped nor ignored`)
    if (mapping && (mapping.access === 'public') !== bucket.public) {
      faults.push(
        `"${bucket.id}" is ${bucket.public ? 'public' : 'private'} on Supabase, "${mapping.access}" in the configuration`,
      )
    }
  }
  for (const id of mapped.keys()) {
    if (!found.some((bucket) => bucket.id === id))
      faults.push(`"${id}" is mapped but does not exist on Supabase`)
  }
  const detail = faults.length === 0 ? `${found.length} buckets, all accounted for` : faults.join('; ')
  return {
    id: 'buckets',
    outcome: faults.length === 0 ? 'pass' : 'fail',
    detail,
    ...(faults.length === 0
      ? {}
      : { remedy: 'name them under storage.buckets or storage.ignoredBuckets in cdktf/systems/' }),
  }
}
