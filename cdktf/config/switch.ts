/** Value of a switch before its first cutover. The schema lives in services/shared, where services read it. */
export const INITIAL_SWITCH = { v: 1, epoch: 0, writes: 'source', reads: 'source' } as const
