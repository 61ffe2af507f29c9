import { z } from 'zod'

export interface Link {
  readonly name: string
  readonly targetUrl: string
  /** ISO 8601. */
  readonly createdAt: string
  readonly updatedAt: string
}

const TARGET_MAX = 2048

const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected up to 63 lower-case letters, digits and -, no - at the start')

/** Where a link leads. `javascript:` and the like would run in whoever follows it. */
const targetUrl = z
  .string()
  .max(TARGET_MAX)
  .refine(isWebAddress, 'expected an http or https address without user and password')

export const newLinkSchema = z.strictObject({ name, targetUrl })
export const changedLinkSchema = z.strictObject({ targetUrl })
export const nameSchema = name

export const pageSchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(200).optional(),
})

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
}
