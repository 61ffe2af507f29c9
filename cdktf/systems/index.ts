import type { SystemInput } from '../config/schema'
import { aiuteur } from './aiuteur'

/** Every system this repository moves, in the order in which they are synthesised. */
export const systems: readonly SystemInput[] = [aiuteur]
