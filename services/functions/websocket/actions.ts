import { z } from 'zod'

/** A message fits into one frame of API Gateway (32 KB) with room to spare, whatever its characters are. */
const TEXT_MAX = 4000

const id = () => z.uuid().transform((text) => text.toLowerCase())

const actionSchema = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('message'),
    conversationId: id(),
    text: z.string().trim().min(1).max(TEXT_MAX),
    /** Made by the client: a message that is sent again, because its acknowledgement was lost, is stored once. */
    id: id().optional(),
  }),
  z.strictObject({ action: z.literal('typing'), conversationId: id() }),
  z.strictObject({ action: z.literal('ping') }),
])

export type Action = z.output<typeof actionSchema>

/** What a client asks for; undefined for anything that is none of the actions. */
export function parseAction(body: string | null | undefined): Action | undefined {
  try {
    return actionSchema.safeParse(JSON.parse(body ?? '')).data
  } catch {
    return undefined
  }
}
