import type { Account } from '../report/terminal'
import type { Cleanup } from './cleanup'
import type { RehearsalOptions } from './options'

/** One rehearsal, whatever it is of. */
export interface Run {
  options: RehearsalOptions
  runId: string
  /** Its own folder. */
  dir: string
  account: Account
  cleanup: Cleanup
  /** Aborted when somebody stops it. */
  signal: AbortSignal
  /** The machine's own environment. */
  env: Readonly<Record<string, string | undefined>>
  /** The repository: reports go below it. */
  root: string
}
