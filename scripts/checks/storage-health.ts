import { randomUUID } from 'node:crypto'
import { encodeKey } from '../../services/shared/storage/keys'
import type {
  DeletionLog,
  Fence,
  HttpProbe,
  ObjectSource,
  ObjectTarget,
  SwitchStore,
} from '../adapters/ports'
import type { Finding } from '../engine/phase'
import { relayDeletions } from '../transfer/deletions'
import { PROBE_PREFIX } from '../transfer/probes'

export interface HealthBucket {
  id: string
  access: 'public' | 'private'
  cdnDomain?: string
}

export interface StorageHealth {
  source: ObjectSource
  target: ObjectTarget
  http: HttpProbe
  deletions: DeletionLog
  sleep: (milliseconds: number) => Promise<void>
  lost: AbortSignal
  switchStore: SwitchStore
  sourceFence: Fence
  targetFence: Fence
  buckets: readonly HealthBucket[]
  /** True while the distributions fall back to Supabase. */
  fallback: boolean
}

/** Objects looked at in each bucket and sample. */
const SAMPLE = 5

/** Looks at storage as its users do, on the side that the switch says serves. */
export async function storageHealth(health: StorageHealth): Promise<Finding[]> {
  const findings = [await switchFinding(health)]
  const row = await health.switchStore.readRow()
  const side = row?.reads ?? 'source'
  if (side === 'aws') {
    findings.push(await deletionFinding(health))
    findings.push(...(await readsOnAws(health)))
    findings.push(await writeFinding(health, 'aws'), await fenceFinding(health, 'source'))
    if (health.fallback) findings.push(...(await fallbackFindings(health)))
  } else {
    findings.push(...(await readsOnSource(health)))
    findings.push(await writeFinding(health, 'source'))
    if (await health.targetFence.isClosed()) findings.push(await fenceFinding(health, 'target'))
  }
  return findings
}

/** The row and the parameter must say the same, or a task that starts now follows the wrong side. */
async function switchFinding(health: StorageHealth): Promise<Finding> {
  const [row, parameter] = await Promise.all([
    health.switchStore.readRow(),
    health.switchStore.readParameter(),
  ])
  const epochs = { row: row?.epoch ?? 0, parameter: parameter?.epoch ?? 0 }
  const writes = row?.writes ?? 'source'
  if (epochs.row !== epochs.parameter) {
    return fail(
      'switch',
      `the row is at epoch ${epochs.row}, the parameter at ${epochs.parameter}`,
      'run the step that moved the switch again',
    )
  }
  if (writes === 'draining')
    return {
      id: 'switch',
      outcome: 'inconclusive',
      detail: 'writes are held: a cutover or revert is under way',
    }
  return {
    id: 'switch',
    outcome: 'pass',
    detail: `epoch ${epochs.row}: writes ${writes}, reads ${row?.reads ?? 'source'}`,
  }
}

/**
 * A deletion that did not reach Supabase leaves a copy there, which the fallback serves. Health is what is run again and
 * again while AWS serves, so it carries such deletions home itself; where Supabase refuses, it fails.
 */
async function deletionFinding(health: StorageHealth): Promise<Finding> {
  let carried = 0
  for (const { id } of health.buckets) carried += await relayDeletions(health, id)
  return { id: 'deletions', outcome: 'pass', detail: `${carried} open deletions were carried to Supabase` }
}

async function readsOnAws(health: StorageHealth): Promise<Finding[]> {
  return Promise.all(
    health.buckets.map((bucket) =>
      sampleFinding(health, { bucket, id: `read-${bucket.id}` }, (key) =>
        bucket.cdnDomain === undefined ? privateRead(health, bucket, key) : cdnRead(health, bucket, key),
      ),
    ),
  )
}

async function readsOnSource(health: StorageHealth): Promise<Finding[]> {
  return Promise.all(
    health.buckets
      .filter((bucket) => bucket.access === 'public')
      .map((bucket) =>
        sampleFinding(health, { bucket, id: `read-${bucket.id}` }, async (key) => {
          const answer = await health.http.get(health.source.publicUrl(bucket.id, key))
          return answer.status === 200 ? undefined : `${key}: status ${answer.status}, expected 200`
        }),
      ),
  )
}

type Look = (key: string) => Promise<string | undefined>

async function sampleFinding(
  health: StorageHealth,
  at: { bucket: HealthBucket; id: string },
  look: Look,
): Promise<Finding> {
  const keys = await health.source.sample(at.bucket.id, SAMPLE, randomUUID())
  if (keys.length === 0) return { id: at.id, outcome: 'pass', detail: `${at.bucket.id} is empty` }
  const faults = (await Promise.all(keys.map(look))).filter((fault) => fault !== undefined)
  if (faults.length === 0)
    return { id: at.id, outcome: 'pass', detail: `${keys.length} objects of ${at.bucket.id} read` }
  return fail(at.id, faults.join('; '), 'look at the bucket, its policy and the origins of its distribution')
}

/**
 * The version id in the answer proves that S3 served it: an answer of the fallback has none. An object deleted on AWS
 * since it was sampled is no fault.
 */
async function cdnRead(
  health: StorageHealth,
  bucket: HealthBucket,
  key: string,
): Promise<string | undefined> {
  const head = await health.target.head(bucket.id, key)
  const answer = await health.http.get(`https://${bucket.cdnDomain ?? ''}/${encodeKey(key)}`)
  if (!head) return (await health.source.find(bucket.id, key)) ? `${key}: not on AWS` : undefined
  const served = answer.headers['x-amz-version-id']
  if (answer.status !== 200) return `${key}: status ${answer.status}, expected 200`
  if (served === undefined) return `${key}: not served by S3 but by the fallback`
  if (served === head.version && answer.size !== head.size)
    return `${key}: ${answer.size} bytes, expected ${head.size}`
  return undefined
}

async function privateRead(
  health: StorageHealth,
  bucket: HealthBucket,
  key: string,
): Promise<string | undefined> {
  const head = await health.target.head(bucket.id, key)
  if (!head) return (await health.source.find(bucket.id, key)) ? `${key}: not on AWS` : undefined
  const { body, hashes } = await health.target.readHashed(bucket.id, key)
  let size = 0
  for await (const chunk of body) size += (chunk as Buffer).length
  if (size !== head.size) return `${key}: ${size} bytes, expected ${head.size}`
  return head.sha256 !== undefined && head.sha256 !== hashes().sha256
    ? `${key}: its bytes are not the ones S3 hashed`
    : undefined
}

async function writeFinding(health: StorageHealth, side: 'aws' | 'source'): Promise<Finding> {
  const serving = side === 'aws' ? health.target : health.source
  const outcomes = await Promise.all(health.buckets.map((bucket) => serving.tryWrite(bucket.id)))
  const refused = health.buckets
    .filter((_, index) => outcomes[index] !== 'accepted')
    .map((bucket) => bucket.id)
  if (refused.length === 0)
    return {
      id: 'write',
      outcome: 'pass',
      detail: `a probe was written to and removed from ${outcomes.length} buckets`,
    }
  return fail(
    'write',
    `${refused.join(', ')} refused a write on the side that serves`,
    'open the fence of that side',
  )
}

/** A fence is believed only when it refuses a write. */
async function fenceFinding(health: StorageHealth, losing: 'source' | 'target'): Promise<Finding> {
  const outcomes = await Promise.all(health.buckets.map((bucket) => health[losing].tryWrite(bucket.id)))
  const open = health.buckets.filter((_, index) => outcomes[index] !== 'fenced').map((bucket) => bucket.id)
  if (open.length === 0)
    return {
      id: 'fence',
      outcome: 'pass',
      detail: `writes to the ${losing} are refused in ${outcomes.length} buckets`,
    }
  return fail(
    'fence',
    `${open.join(', ')} accepted a write on the side that no longer serves`,
    'close the fence: run the step again',
  )
}

/** Puts an object on Supabase alone and asks the distribution for it: until `complete`, a miss on S3 must be served. */
async function fallbackFindings(health: StorageHealth): Promise<Finding[]> {
  const open = health.buckets.filter((bucket) => bucket.cdnDomain !== undefined)
  return Promise.all(open.map((bucket) => fallbackFinding(health, bucket)))
}

async function fallbackFinding(health: StorageHealth, bucket: HealthBucket): Promise<Finding> {
  const id = `fallback-${bucket.id}`
  const key = `${PROBE_PREFIX}fallback-${randomUUID()}.txt`
  const body = Buffer.from(key)
  const contentType = await health.source.admittedType(bucket.id)
  const attributes = { size: body.length, contentType, cacheControl: 'no-cache', userMetadata: null }
  await health.source.putHome({ bucket: bucket.id, key, body, ...attributes })
  try {
    const answer = await health.http.get(`https://${bucket.cdnDomain ?? ''}/${encodeKey(key)}`)
    if (answer.status === 200 && answer.size === body.length) {
      return { id, outcome: 'pass', detail: `${bucket.id}: an object that only Supabase has is served` }
    }
    return fail(
      id,
      `${bucket.id}: status ${answer.status} for an object that only Supabase has`,
      'look at the fallback origin of the distribution',
    )
  } finally {
    await health.source.removeHome(bucket.id, key)
  }
}

function fail(id: string, detail: string, remedy: string): Finding {
  return { id, outcome: 'fail', detail, remedy }
}
