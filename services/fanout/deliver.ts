import { errorFields, type Log } from '../shared/lambda/log'
import type { Connections } from '../shared/realtime/connections'
import type { Envelope } from '../shared/realtime/envelope'
import type { PostToConnection } from '../shared/realtime/post-to-connection'

export interface Delivery {
  connections: Pick<Connections, 'ofUser' | 'remove'>
  post: PostToConnection
  log: Log
}

/** Frames on their way at the same time, for one publication. */
const CONCURRENT = 20

/**
 * Sends the frame to every connection of those it is for. Connections that are gone are removed. One that fails does not
 * keep the others waiting: the message is in the database, and its reader loads it there.
 */
export async function deliver({ connections, post, log }: Delivery, envelope: Envelope): Promise<number> {
  const found = await Promise.all(envelope.to.map((userId) => connections.ofUser(userId)))
  const waiting = [...new Set(found.flat())].filter((connectionId) => connectionId !== envelope.except)
  let sent = 0
  const send = async (): Promise<void> => {
    for (let connectionId = waiting.pop(); connectionId !== undefined; connectionId = waiting.pop()) {
      try {
        if ((await post(connectionId, envelope.frame)) === 'sent') sent += 1
        else await connections.remove(connectionId)
      } catch (error) {
        log.warn('not delivered', { connectionId, ...errorFields(error) })
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(CONCURRENT, waiting.length) }, send))
  return sent
}
