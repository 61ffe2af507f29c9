import { z } from 'zod'

const TOKEN = /token(?:=|%3d)([\w-]+)\.([\w-]+)\.[\w-]*/i
const SECRETS = /((?:token|x-amz-signature|x-amz-security-token)(?:=|%3d))[\w.%/+-]+/gi

const payloadSchema = z.object({ url: z.string().optional(), exp: z.number().optional() })

export interface SignedTarget {
  bucket?: string
  key?: string
  /** Seconds since 1970; null where the token does not say. */
  expiresAt: number | null
}

/** What a signed URL's token names. Its payload is the truth: the path of such a URL is not escaped. */
export function signedTarget(query: string): SignedTarget {
  const payload = payloadOf(TOKEN.exec(query)?.[2])
  const slash = payload?.url?.indexOf('/') ?? -1
  return {
    expiresAt: payload?.exp ?? null,
    ...(payload?.url !== undefined && slash > 0
      ? { bucket: payload.url.slice(0, slash), key: payload.url.slice(slash + 1) }
      : {}),
  }
}

/** A URL fit for a report: a token gives access to the object, so it is left out. */
export function redact(url: string): string {
  return url.replace(SECRETS, '$1…')
}

function payloadOf(part: string | undefined): z.output<typeof payloadSchema> | null {
  if (part === undefined) return null
  try {
    const parsed = payloadSchema.safeParse(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
