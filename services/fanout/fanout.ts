import type { Redis } from 'ioredis'
import { errorFields } from '../shared/lambda/log'
import { CHAT_PATTERN, envelopeSchema, type Envelope } from '../shared/realtime/envelope'
import { deliver, type Delivery } from './deliver'

export interface FanoutOptions extends Delivery {
  /** Listens only: a connection that has subscribed takes no other commands. */
  subscriber: Redis
  /** For everything else. */
  redis: Redis
}

export interface Fanout {
  /** Whether messages that are published now would be heard. */
  readonly healthy: () => boolean
  /** Hears no more, and waits for what is in hand. */
  stop(): Promise<void>
}

/** Long after the last subscriber heard a publication. */
const CLAIM_SECONDS = 60

/** Hears every conversation and delivers each publication once, whichever of several subscribers gets to it first. */
export function startFanout(options: FanoutOptions): Fanout {
  const { subscriber, log } = options
  /** By channel: what was said first arrives first. */
  const inHand = new Map<string, Promise<void>>()
  let subscribed = false
  subscriber.on('close', () => (subscribed = false))
  subscriber.on('ready', () => void subscribe())
  subscriber.on('pmessage', (_pattern: string, channel: string, text: string) => {
    const work = (inHand.get(channel) ?? Promise.resolve()).then(() => receive(options, text))
    inHand.set(channel, work)
    void work.finally(() => {
      if (inHand.get(channel) === work) inHand.delete(channel)
    })
  })

  async function subscribe(): Promise<void> {
    try {
      await subscriber.psubscribe(CHAT_PATTERN)
      subscribed = true
    } catch (error) {
      log.error('not subscribed', errorFields(error))
    }
  }

  // Failures are told by the client's error event, and it tries again.
  subscriber.connect().catch(() => undefined)
  return {
    healthy: () => subscribed && subscriber.status === 'ready',
    stop: async () => {
      subscriber.disconnect()
      await Promise.all(inHand.values())
      options.redis.disconnect()
    },
  }
}

/** Never fails: a publication that cannot be delivered must not hold up the next one. */
async function receive(options: FanoutOptions, text: string): Promise<void> {
  const { log } = options
  try {
    const envelope = parseEnvelope(text)
    if (envelope === undefined) {
      log.warn('not an envelope')
      return
    }
    if (!(await claim(options.redis, envelope.id))) return
    const sent = await deliver(options, envelope)
    log.info('delivered', { id: envelope.id, conversationId: envelope.frame.conversationId, sent })
  } catch (error) {
    log.error('not delivered', errorFields(error))
  }
}

function parseEnvelope(text: string): Envelope | undefined {
  try {
    return envelopeSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** Redis tells every subscriber. During a deployment, and where there are two, only one may deliver. */
async function claim(redis: Redis, id: string): Promise<boolean> {
  return (await redis.set(`fanout:${id}`, '1', 'EX', CLAIM_SECONDS, 'NX')) === 'OK'
}
