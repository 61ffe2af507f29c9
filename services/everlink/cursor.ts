import { z } from 'zod'
import { HttpProblem } from '../shared/lambda/http'

/** Where a page ended: the place of its last link in the order of the list. */
export interface Cursor {
  /** As PostgreSQL writes it, to the microsecond. */
  readonly createdAt: string
  readonly id: string
}

const cursorSchema = z.tuple([z.string().regex(/^\d{4}-\d{2}-\d{2} [\d:.+-]+$/), z.uuid()])

export function writeCursor({ createdAt, id }: Cursor): string {
  return Buffer.from(JSON.stringify([createdAt, id])).toString('base64url')
}

/** Throws a problem 400 for a text that `writeCursor` has not made. */
export function readCursor(text: string): Cursor {
  const parsed = cursorSchema.safeParse(jsonOf(Buffer.from(text, 'base64url').toString('utf8')))
  if (!parsed.success) throw new HttpProblem(400, 'Bad Request', { detail: 'cursor: not one of ours' })
  const [createdAt, id] = parsed.data
  return { createdAt, id }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
