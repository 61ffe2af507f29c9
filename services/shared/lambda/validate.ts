import type { z } from 'zod'
import { HttpProblem } from './http'

/** A parsed value, or a problem 400 that lists every fault with the place it is in. */
export function validated<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }))
  throw new HttpProblem(400, 'Bad Request', {
    detail: `Not usable: ${errors.map(({ field, message }) => `${field || 'body'}: ${message}`).join('; ')}`,
    extra: { errors },
  })
}
