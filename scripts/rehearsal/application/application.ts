import { setInterval } from 'node:timers'
import { Pool } from 'pg'
import type { Storage } from '../../../services/shared/storage/storage'
import type { HttpProbe } from '../../adapters/ports'
import { Random } from '../corpus/random'
import { KnownObjects } from './known-objects'
import { Ledger } from './ledger'
import { loadAnchors } from './rows'
import { Tally, type ApplicationCounts } from './tally'
import { Worker } from './worker'

/** Operations under way at once; when writes are held these fill up and the application waits, as a real one does. */
const CONCURRENCY = 8

export interface ApplicationOptions {
  storage: Storage
  http: HttpProbe
  databaseUrl: string
  /** The same seed does the same things in the same order. */
  seed: number
  ratePerSecond: number
  /** JSON lines; appended to. */
  ledgerFile: string
}

export interface Application {
  counts(): ApplicationCounts
  /** Begins nothing more, waits for what is under way, and answers the final counts. */
  stop(): Promise<ApplicationCounts>
}

/** Starts Aiuteur's backend as far as storage goes: uploads, overwrites, deletions, reads and the rows they leave. */
export async function startApplication(options: ApplicationOptions): Promise<Application> {
  const pool = new Pool({
    connectionString: options.databaseUrl,
    max: 4,
    application_name: 'aiuteur-backend',
  })
  pool.on('error', () => undefined)
  const ledger = await Ledger.open(options.ledgerFile)
  const tally = new Tally()
  const worker = new Worker({
    storage: options.storage,
    http: options.http,
    pool,
    ledger,
    tally,
    anchors: await loadAnchors(pool),
    known: new KnownObjects(),
    random: new Random(options.seed),
  })
  const underWay = new Set<Promise<void>>()
  const timer = setInterval(() => {
    if (underWay.size >= CONCURRENCY) return
    const step = worker.step().finally(() => underWay.delete(step))
    underWay.add(step)
  }, 1_000 / options.ratePerSecond)
  return {
    counts: () => tally.read(),
    stop: async () => {
      clearInterval(timer)
      await Promise.all(underWay)
      await ledger.close()
      await pool.end()
      return tally.read()
    },
  }
}
