import { z } from 'zod'
import { StorageServiceError } from './errors'

/** Storage's error body: HTTP 400 whose real status is a string inside (newer releases add `code`). */
const errorBody = z.object({
  statusCode: z.union([z.string(), z.number()]).optional(),
  error: z.string().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
})

const NOT_FOUND = new Set(['not_found', 'NoSuchKey', 'NoSuchBucket', 'Not found'])

/** Turns an answer that is not OK into the error to throw; reads the body. */
export async function failureOf(purpose: string, response: Response): Promise<StorageServiceError> {
  const text = await response.text().catch(() => '')
  const body = parseBody(text)
  const reason = body.code ?? body.error
  return new StorageServiceError(purpose, {
    status: statusOf(response.status, body),
    reason,
    message: body.message ?? `HTTP ${response.status}`,
  })
}

function parseBody(text: string): z.output<typeof errorBody> {
  try {
    const parsed = errorBody.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : {}
  } catch {
    return {}
  }
}

function statusOf(http: number, body: z.output<typeof errorBody>): number {
  const inner = Number(body.statusCode)
  if (Number.isInteger(inner) && inner >= 400) return inner
  if (NOT_FOUND.has(body.error ?? '') || NOT_FOUND.has(body.code ?? '')) return 404
  return http
}
