import { storageHealth } from '../../checks/storage-health'
import type { Phase } from '../../engine/phase'
import { completeActions } from './complete'
import { copyActions } from './copy'
import { cutoverActions } from './cutover'
import type { StoragePorts } from './ports'
import { preconditionFindings } from './preconditions'
import { revertActions } from './revert'
import { verifyFindings } from './verify'

/** Phase 1: objects move from Supabase Storage to S3 and CloudFront. */
export function storagePhase(ports: StoragePorts): Phase {
  return {
    name: 'storage',
    preconditions: () => preconditionFindings(ports),
    copy: async () => copyActions(ports),
    verify: () => verifyFindings(ports),
    cutover: () => cutoverActions(ports),
    health: () => storageHealth(ports),
    revert: () => revertActions(ports),
    complete: async () => completeActions(ports),
  }
}
