/** Audius answered with an error, or not at all. */
export class AudiusError extends Error {
  /** HTTP status; undefined where no answer came. */
  readonly status: number | undefined

  constructor(purpose: string, failure: { status?: number; detail: string; cause?: unknown }) {
    super(`Audius could not ${purpose}: ${failure.detail}`, { cause: failure.cause })
    this.name = 'AudiusError'
    this.status = failure.status
  }
}

/** Longest part of an answer that is kept in a message. */
const DETAIL_MAX = 300

export interface AudiusRequest extends RequestInit {
  readonly timeoutMs: number
}

/** The answer's JSON. Throws AudiusError for any other status than 2xx, and for no answer in time. */
export async function askAudius(
  purpose: string,
  url: URL,
  { timeoutMs, ...init }: AudiusRequest,
): Promise<unknown> {
  let status: number | undefined
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) })
    status = response.status
    const text = await response.text()
    if (!response.ok)
      throw new AudiusError(purpose, { status, detail: `${status} ${text.slice(0, DETAIL_MAX)}` })
    return JSON.parse(text) as unknown
  } catch (cause) {
    if (cause instanceof AudiusError) throw cause
    const detail = cause instanceof Error ? cause.message : 'no answer'
    throw new AudiusError(purpose, { ...(status === undefined ? {} : { status }), detail, cause })
  }
}
