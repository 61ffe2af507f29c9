import { ServiceError } from '../errors'
import { newer, type SwitchValue } from './switch'

const DEFAULT_POLL_MILLISECONDS = 1_000

/** What a service needs of the switch. */
export interface SwitchView {
  current(): SwitchValue
  /** Reads every source now instead of at the next poll. Never throws: an unreadable source changes nothing. */
  refresh(): Promise<SwitchValue>
  /** Calls back on every new epoch until the returned function is called. */
  onChange(listener: (value: SwitchValue) => void): () => void
}

export interface SwitchFollower extends SwitchView {
  stop(): Promise<void>
}

export interface SwitchListener {
  close(): Promise<void>
}

export interface FollowSwitchOptions {
  /** The row in the serving database, or null while there is none. */
  readDatabaseRow?: () => Promise<SwitchValue | null>
  /** The SSM parameter. */
  readParameter?: () => Promise<SwitchValue>
  /** Wakes the follower when the row changed or the connection came back (see listen.ts). */
  listen?: (wake: () => void) => SwitchListener
  /** @default 1000 */
  pollMilliseconds?: number
  /** Told of every failed read; the follower goes on with what it knows. */
  onError?: (error: unknown) => void
}

/**
 * A running service's view of the switch. Resolves after the first value was read; throws SWITCH_UNREADABLE when
 * no source could be read at the start, since a service must not guess which side takes its writes.
 */
export async function followSwitch(options: FollowSwitchOptions): Promise<SwitchFollower> {
  const follower = new Follower(options)
  await follower.start()
  return follower
}

class Follower implements SwitchFollower {
  private value: SwitchValue | null = null
  private readonly listeners = new Set<(value: SwitchValue) => void>()
  private listener: SwitchListener | undefined
  private timer: NodeJS.Timeout | undefined
  private lastError: unknown
  private stopped = false

  constructor(private readonly options: FollowSwitchOptions) {}

  async start(): Promise<void> {
    await this.readAll()
    if (this.value === null) {
      throw new ServiceError('SWITCH_UNREADABLE', 'No source of the switch could be read.', {
        suggestion: 'Check the access to the switch parameter and to the database.',
        cause: this.lastError,
      })
    }
    this.listener = this.options.listen?.(() => void this.readAll())
    this.schedule()
  }

  current(): SwitchValue {
    if (this.value === null) throw new Error('the follower was not started')
    return this.value
  }

  async refresh(): Promise<SwitchValue> {
    await this.readAll()
    return this.current()
  }

  onChange(listener: (value: SwitchValue) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
    this.listeners.clear()
    await this.listener?.close()
  }

  /** The row is polled too: a listening connection can be dead without knowing. */
  private schedule(): void {
    if (this.stopped) return
    this.timer = setTimeout(() => {
      void this.readAll().finally(() => this.schedule())
    }, this.options.pollMilliseconds ?? DEFAULT_POLL_MILLISECONDS)
    this.timer.unref()
  }

  /** Each source is taken as it answers: a slow or failing one never holds up the other. */
  private async readAll(): Promise<void> {
    const { readDatabaseRow, readParameter } = this.options
    await Promise.all([readDatabaseRow, readParameter].map((read) => this.readOne(read)))
  }

  private async readOne(read: (() => Promise<SwitchValue | null>) | undefined): Promise<void> {
    if (read === undefined) return
    try {
      const value = await read()
      if (value !== null) this.accept(value)
    } catch (error) {
      this.lastError = error
      this.options.onError?.(error)
    }
  }

  private accept(value: SwitchValue): void {
    const before = this.value
    this.value = before === null ? value : newer(before, value)
    if (this.stopped || this.value === before) return
    for (const listener of this.listeners) listener(this.value)
  }
}
