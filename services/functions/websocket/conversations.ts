import type { ClientBase } from 'pg'
import { z } from 'zod'

export interface NewMessage {
  readonly id: string
  readonly conversationId: string
  readonly senderId: string
  readonly text: string
}

export interface StoredMessage {
  readonly sentAt: string
  /** Everybody in the conversation, the sender too. */
  readonly participants: readonly string[]
  /** False where this very message was stored by an earlier try. */
  readonly isNew: boolean
}

const storedSchema = z.object({
  sentAt: z.string(),
  isNew: z.boolean(),
  participants: z.array(z.string()).nullable(),
})

/** Users of a conversation of which $2 is one; null otherwise. */
const PARTICIPANTS = `
  select array_agg(everybody.user_id::text) as participants
    from conversation_participants everybody
   where everybody.conversation_id = $1
     and exists (select from conversation_participants own where own.conversation_id = $1 and own.user_id = $2)`

/**
 * Stores a message of a participant. Undefined for anybody else, and for an id that a different message has: who is not
 * in a conversation learns nothing about it.
 */
export async function storeMessage(
  client: ClientBase,
  message: NewMessage,
): Promise<StoredMessage | undefined> {
  const { rows } = await client.query(
    `with allowed as (${PARTICIPANTS}),
     stored as (
       insert into messages (id, conversation_id, sender_id, text)
       select $3, $1, $2, $4 from allowed where participants is not null
       on conflict (id) do nothing
       returning sent_at
     ),
     known as (
       select sent_at, true as "isNew" from stored
       union all
       select sent_at, false from messages where id = $3 and conversation_id = $1 and sender_id = $2
     )
     select to_char(known.sent_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "sentAt", "isNew", participants
       from known cross join allowed`,
    [message.conversationId, message.senderId, message.id, message.text],
  )
  const stored = storedSchema.array().parse(rows)[0]
  return stored?.participants == null ? undefined : { ...stored, participants: stored.participants }
}

/** Everybody in a conversation, told to a participant only. */
export async function participantsOf(
  client: ClientBase,
  { conversationId, userId }: { conversationId: string; userId: string },
): Promise<readonly string[] | undefined> {
  const { rows } = await client.query(PARTICIPANTS, [conversationId, userId])
  return storedSchema.pick({ participants: true }).array().parse(rows)[0]?.participants ?? undefined
}
