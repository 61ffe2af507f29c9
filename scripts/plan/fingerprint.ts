import { createHash } from 'node:crypto'
import type { Plan } from './model'

/**
 * A name for what a plan would do: equal for two plans of the same change, whenever and wherever they were made
 * (no time, path, commit or order in it), different as soon as one value differs, also a sensitive one.
 * It hashes values of the plan: one who knows all the others could test a guess of a short secret against it.
 */
export function planFingerprint(plan: Plan): string {
  return createHash('sha256')
    .update([...plan.digests].sort().join('\n'))
    .digest('hex')
}
