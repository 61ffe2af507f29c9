import type { Need } from './needed-permissions'
import { COMPUTE } from './needs/compute'
import { DATA } from './needs/data'
import { NETWORK } from './needs/network'

/** By managed policy of the apply role. */
export const NEEDED_INFRASTRUCTURE: Readonly<Record<string, readonly Need[]>> = {
  network: NETWORK,
  data: DATA,
  compute: COMPUTE,
}
