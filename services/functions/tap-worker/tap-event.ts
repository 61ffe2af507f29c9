import { z } from 'zod'

/** Beyond this a sum of many events would leave the whole numbers that JavaScript can tell apart. */
const AMOUNT_MAX = 1_000_000

/** `#` sets the marks of counted events apart from tallies, so no name may hold it. */
const name = z.string().regex(/^[A-Za-z0-9_.:-]{1,128}$/)

const tapEventSchema = z.object({
  tallyId: name,
  /** Whole; negative takes back. */
  amount: z.int().min(-AMOUNT_MAX).max(AMOUNT_MAX),
  /** Made by the sender, once for each tap: the same id counts once. */
  eventId: name,
})

export type TapEvent = z.output<typeof tapEventSchema>

/** Reads the body of a message. Throws an error that says what is wrong with it. */
export function parseTapEvent(body: string): TapEvent {
  const parsed = tapEventSchema.safeParse(jsonOf(body))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`)
  throw new Error(`not a tap: ${faults.join('; ')}`)
}

/** Text that is not JSON fails the schema like any other wrong value. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
