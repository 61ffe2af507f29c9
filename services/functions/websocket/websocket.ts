import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { WithDatabase } from '../../shared/database/with-database'
import { errorFields, type Log } from '../../shared/lambda/log'
import type { Connections } from '../../shared/realtime/connections'
import { chatChannel, type Envelope, type Frame } from '../../shared/realtime/envelope'
import type { PostToConnection } from '../../shared/realtime/post-to-connection'
import { parseAction, type Action } from './actions'
import { participantsOf, storeMessage } from './conversations'

export interface WebSocketOptions {
  connections: Connections
  withDatabase: WithDatabase
  publish: (channel: string, text: string) => Promise<unknown>
  post: PostToConnection
  log: Log
}

const eventSchema = z.object({
  requestContext: z.object({
    routeKey: z.string(),
    connectionId: z.string().min(1),
    authorizer: z.object({ userId: z.string().optional() }).optional(),
  }),
  headers: z.record(z.string(), z.string().optional()).nullish(),
  body: z.string().nullish(),
})

interface Answer {
  statusCode: number
  headers?: Record<string, string>
}

interface Caller {
  connectionId: string
  userId: string
}

const OK: Answer = { statusCode: 200 }

/** The routes of the chat's WebSocket API. */
export function createWebSocket(options: WebSocketOptions) {
  const { connections, log } = options
  return async (event: unknown): Promise<Answer> => {
    const { requestContext, headers, body } = eventSchema.parse(event)
    const { routeKey, connectionId, authorizer } = requestContext
    if (routeKey === '$connect') {
      const user = z.uuid().safeParse(authorizer?.userId)
      if (!user.success) return { statusCode: 401 }
      const userId = user.data.toLowerCase()
      await connections.add(connectionId, userId)
      log.info('connected', { connectionId, userId })
      return acceptSubprotocol(headers ?? {})
    }
    if (routeKey === '$disconnect') {
      await connections.remove(connectionId)
      log.info('disconnected', { connectionId })
      return OK
    }
    const userId = await connections.userOf(connectionId)
    if (userId === undefined) return { statusCode: 401 }
    await answer(options, { connectionId, userId }, parseAction(body))
    return OK
  }
}

/**
 * A browser that offers subprotocols (`new WebSocket(url, ['bearer', token])`) closes the connection unless one of them is
 * accepted. `bearer` is; the token is never sent back.
 */
function acceptSubprotocol(headers: Readonly<Record<string, string | undefined>>): Answer {
  const [, offered] =
    Object.entries(headers).find(([name]) => name.toLowerCase() === 'sec-websocket-protocol') ?? []
  const accepted = offered?.split(',').some((protocol) => protocol.trim() === 'bearer') === true
  return accepted ? { ...OK, headers: { 'Sec-WebSocket-Protocol': 'bearer' } } : OK
}

/** What a function returns reaches nobody on a WebSocket: every answer is a frame of its own. */
async function answer(options: WebSocketOptions, caller: Caller, action: Action | undefined): Promise<void> {
  const frame = action === undefined ? error('unknown action') : await act(options, caller, action)
  if (frame === undefined) return
  if ((await options.post(caller.connectionId, frame)) === 'gone')
    await options.connections.remove(caller.connectionId)
}

function error(reason: string): { type: 'error'; error: string } {
  return { type: 'error', error: reason }
}

async function act(options: WebSocketOptions, caller: Caller, action: Action): Promise<unknown> {
  switch (action.action) {
    case 'ping':
      return { type: 'pong' }
    case 'typing':
      return typing(options, caller, action.conversationId)
    case 'message':
      return message(options, caller, action)
  }
}

async function message(
  options: WebSocketOptions,
  { connectionId, userId }: Caller,
  { conversationId, text, id = randomUUID() }: Extract<Action, { action: 'message' }>,
): Promise<unknown> {
  const stored = await options.withDatabase((client) =>
    storeMessage(client, { id, conversationId, senderId: userId, text }),
  )
  if (stored === undefined) return error('not in this conversation')
  const { sentAt, participants } = stored
  const frame: Frame = { type: 'message', id, conversationId, senderId: userId, text, sentAt }
  // Also where an earlier try stored it: that one may have ended before it was published. Clients know messages by id.
  const live = await publish(options, {
    v: 1,
    id: randomUUID(),
    to: [...participants],
    except: connectionId,
    frame,
  })
  options.log.info('message', { messageId: id, conversationId, userId, isNew: stored.isNew, live })
  return { type: 'stored', id, conversationId, sentAt }
}

async function typing(
  options: WebSocketOptions,
  { connectionId, userId }: Caller,
  conversationId: string,
): Promise<unknown> {
  const everybody = await options.withDatabase((client) => participantsOf(client, { conversationId, userId }))
  if (everybody === undefined) return error('not in this conversation')
  const to = everybody.filter((participant) => participant !== userId)
  const frame: Frame = { type: 'typing', conversationId, userId }
  await publish(options, { v: 1, id: randomUUID(), to, except: connectionId, frame })
  return undefined
}

/** The message is stored, so nothing is lost while Redis is away: participants see it when they load the conversation. */
async function publish({ publish, log }: WebSocketOptions, envelope: Envelope): Promise<boolean> {
  try {
    await publish(chatChannel(envelope.frame.conversationId), JSON.stringify(envelope))
    return true
  } catch (error) {
    log.error('not published', { conversationId: envelope.frame.conversationId, ...errorFields(error) })
    return false
  }
}
