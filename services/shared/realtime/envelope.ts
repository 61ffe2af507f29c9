import { z } from 'zod'

/** What a conversation's participants get to see. */
const frameSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('message'),
    id: z.string(),
    conversationId: z.string(),
    senderId: z.string(),
    text: z.string(),
    sentAt: z.string(),
  }),
  z.strictObject({ type: z.literal('typing'), conversationId: z.string(), userId: z.string() }),
])

/** One publication on `chat:<conversation>`: what to send, and to whom, so that a subscriber needs no database. */
export const envelopeSchema = z.strictObject({
  v: z.literal(1),
  /** Names this publication: several subscribers hear it, one delivers it. */
  id: z.string(),
  to: z.array(z.string()),
  /** The connection it came from, which knows already. */
  except: z.string(),
  frame: frameSchema,
})

export type Frame = z.output<typeof frameSchema>
export type Envelope = z.output<typeof envelopeSchema>

export const CHAT_PATTERN = 'chat:*'

export function chatChannel(conversationId: string): string {
  return `chat:${conversationId}`
}
