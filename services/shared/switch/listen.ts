import { Client, type ClientConfig } from 'pg'
import { SWITCH_CHANNEL } from './schema'
import type { SwitchListener } from './follow'

const RECONNECT_MILLISECONDS = 500

export interface ListenOptions {
  connection: ClientConfig
  /** Called on every announcement, and after every (re)connection, since announcements made meanwhile are lost. */
  wake: () => void
  onError?: (error: unknown) => void
}

/** Keeps one connection listening for switch changes and comes back when it breaks. */
export function listenForSwitch(options: ListenOptions): SwitchListener {
  const listening = new Listening(options)
  listening.connect()
  return listening
}

class Listening implements SwitchListener {
  private client: Client | undefined
  private timer: NodeJS.Timeout | undefined
  private pending: Promise<void> = Promise.resolve()
  private closed = false

  constructor(private readonly options: ListenOptions) {}

  connect(): void {
    if (this.closed) return
    const client = new Client({ keepAlive: true, ...this.options.connection })
    this.client = client
    let broken = false
    const fail = (error: unknown): void => {
      if (broken) return
      broken = true
      this.retry(client, error)
    }
    client.on('error', fail)
    client.on('end', () => fail(new Error('the listening connection ended')))
    client.on('notification', () => this.options.wake())
    this.pending = this.open(client).catch(fail)
  }

  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.timer)
    await this.pending
    await this.client?.end().catch(() => undefined)
  }

  private async open(client: Client): Promise<void> {
    await client.connect()
    await client.query(`listen ${SWITCH_CHANNEL}`)
    this.options.wake()
  }

  private retry(client: Client, error: unknown): void {
    if (this.closed) return
    this.options.onError?.(error)
    client.end().catch(() => undefined)
    this.timer = setTimeout(() => this.connect(), RECONNECT_MILLISECONDS)
    this.timer.unref()
  }
}
