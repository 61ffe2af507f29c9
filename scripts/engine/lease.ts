import type { JournalStore, LeaseClaim } from '../adapters/ports'
import { MigrateError } from './errors'

/** How long a lease outlives its holder's last sign of life, milliseconds. */
export const LEASE_MS = 30_000
const HEARTBEAT_MS = LEASE_MS / 3

/** Who holds a lease: enough to tell whether that process still lives when it ran on this very machine. */
export interface Holder {
  host: string
  /** Changes with every boot, so that a reused host name or process id is not taken for the same. */
  boot: string
  pid: number
}

export interface LeaseOptions {
  store: JournalStore
  runId: string
  holder: Holder
  /** What to say to another run: the command line without its flags. */
  command: string
  isAlive: (pid: number) => boolean
  /** Told once when another run has the lease or may have taken it: long work must stop. */
  onLost?: (reason: MigrateError) => void
  now?: () => number
  /** @default a third of the lease's life */
  heartbeatMs?: number
}

/**
 * Runs `work` while this run alone may change the environment.
 * @throws MigrateError LEASE_HELD (exit 6) naming the holder, where another run is at work.
 */
export async function withLease<T>(options: LeaseOptions, work: () => Promise<T>): Promise<T> {
  const now = options.now ?? Date.now
  await claim(options, now)
  const stopHeartbeat = startHeartbeat(options, now)
  try {
    return await work()
  } finally {
    stopHeartbeat()
    // A lease that cannot be given back ends by itself; what the work came to matters more.
    await options.store.releaseLease(options.runId).catch(() => undefined)
  }
}

/** Renews until stopped or lost. Lost is also what could not be renewed for as long as a lease lives. */
function startHeartbeat(options: LeaseOptions, now: () => number): () => void {
  let renewedAt = now()
  const beat = async (): Promise<void> => {
    const at = now()
    if (await stillOurs(options, at)) renewedAt = at
    else if (now() - renewedAt >= LEASE_MS) lose()
  }
  const timer = setInterval(() => void beat().catch(() => lose()), options.heartbeatMs ?? HEARTBEAT_MS)
  const lose = (): void => {
    clearInterval(timer)
    options.onLost?.(lost(options.runId))
  }
  return () => clearInterval(timer)
}

/** False where there was no answer. @throws MigrateError LEASE_LOST where the answer was no. */
async function stillOurs(options: LeaseOptions, at: number): Promise<boolean> {
  let renewed: boolean
  try {
    renewed = await options.store.renewLease(claimOf(options, at))
  } catch {
    return false
  }
  if (renewed) return true
  throw lost(options.runId)
}

function lost(runId: string): MigrateError {
  return new MigrateError('LEASE_LOST', 'this run lost the lease of its environment and stopped', {
    data: { runId },
    suggestion: 'look who runs: npm run migrate -- journal show <target>; then run the same command again',
  })
}

async function claim(options: LeaseOptions, now: () => number): Promise<void> {
  if (await take(options, now)) return
  const current = await options.store.readLease()
  if (!current) {
    if (await take(options, now)) return
  } else if (isDead(current, options)) {
    if (await take(options, now, current.runId)) return
  }
  throw held(current, now())
}

async function take(options: LeaseOptions, now: () => number, takeOver?: string): Promise<boolean> {
  const at = now()
  const from = takeOver === undefined ? {} : { takeOver }
  return options.store.claimLease(claimOf(options, at), { now: at, ...from })
}

function claimOf({ runId, holder, command }: LeaseOptions, now: number): LeaseClaim {
  return { runId, holder: JSON.stringify(holder), command, expiresAt: now + LEASE_MS }
}

/** A holder on this machine whose process is gone (kill -9) need not be waited for. */
function isDead(current: LeaseClaim, options: LeaseOptions): boolean {
  const holder = JSON.parse(current.holder) as Holder
  const here = holder.host === options.holder.host && holder.boot === options.holder.boot
  return here && !options.isAlive(holder.pid)
}

function held(current: LeaseClaim | undefined, now: number): MigrateError {
  const holder = current ? (JSON.parse(current.holder) as Holder) : undefined
  const seconds = current ? Math.max(0, Math.ceil((current.expiresAt - now) / 1000)) : 0
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another run'
  return new MigrateError('LEASE_HELD', `${who} is running "${current?.command ?? 'a command'}"`, {
    data: { runId: current?.runId ?? null, command: current?.command ?? null, expiresInSeconds: seconds },
    suggestion: `wait until it ends; if that process is gone the lease ends by itself in ${seconds} s`,
  })
}
