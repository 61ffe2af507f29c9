import type { SystemInput } from '../config/schema'
import { aiuteur } from './aiuteur'
import { community } from './community'
import { studio } from './studio'

/** Every system this repository moves, in the order in which they are synthesised. */
export const systems: readonly SystemInput[] = [aiuteur, studio, community]
