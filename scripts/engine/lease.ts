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
  now?: () => number
}

/**
 * Runs `work` while this run alone may change the environment.
 * @throws MigrateError LEASE_HELD (exit 6) naming the holder, where another run is at work.
 */
export async function withLease<T>(options: LeaseOptions, work: () => Promise<T>): Promise<T> {
  const now = options.now ?? Date.now
  await claim(options, now)
  const heartbeat = setInterval(() => {
    // A failed heartbeat is not fatal here: the next journal write checks the lease and stops the run.
    void renew(options, now).catch(() => false)
  }, HEARTBEAT_MS)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    await options.store.releaseLease(options.runId)
  }
}

async function claim(options: LeaseOptions, now: () => number): Promise<void> {
  if (await renew(options, now)) return
  const current = await options.store.readLease()
  if (!current) {
    if (await renew(options, now)) return
  } else if (isDead(current, options)) {
    if (await renew(options, now, current.runId)) return
  }
  throw held(current, now())
}

async function renew(options: LeaseOptions, now: () => number, takeOver?: string): Promise<boolean> {
  const claimed: LeaseClaim = {
    runId: options.runId,
    holder: JSON.stringify(options.holder),
    command: options.command,
    expiresAt: now() + LEASE_MS,
  }
  return options.store.claimLease(claimed, { now: now(), ...(takeOver === undefined ? {} : { takeOver }) })
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
