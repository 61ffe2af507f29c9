/**
 * How user metadata is put on S3. One module for the library and the copier: both must write the same bytes.
 * S3 holds lower-case names and US-ASCII strings, 2 KB in all; Supabase holds a JSON object of up to 1 MB.
 */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = Record<string, Json>

/** The entry that carries, as base64url of JSON, what S3 cannot hold as it is. */
export const ENCODED_ENTRY = 'supabase-user-metadata'

const LIMIT_BYTES = 2_048
/** Counted with every name, so that we stay inside the limit however S3 counts. */
const HEADER_PREFIX = 'x-amz-meta-'

const PLAIN_NAME = /^[a-z0-9][a-z0-9._-]*$/
/** Printable ASCII with single inner spaces: HTTP trims the ends, proxies may fold runs of spaces. */
const PLAIN_VALUE = /^[!-~]+(?: [!-~]+)*$/
/** S3 answers non-ASCII values as RFC 2047 words and may decode what looks like one. */
const ENCODED_WORD = '=?'

export interface S3Metadata {
  /** Without the x-amz-meta- prefix. Empty when `overflow`. */
  metadata: Record<string, string>
  /** True where it exceeds 2 KB: the caller must keep the value elsewhere, or refuse. */
  overflow: boolean
}

export function toS3Metadata(userMetadata: JsonObject | null): S3Metadata {
  if (userMetadata === null) return { metadata: {}, overflow: false }
  const plain: [string, string][] = []
  const rest: [string, Json][] = []
  for (const [name, value] of Object.entries(userMetadata)) {
    if (typeof value === 'string' && isPlain(name, value)) plain.push([name, value])
    else rest.push([name, value])
  }
  // An empty object is not the same as no metadata: it is carried encoded.
  if (rest.length > 0 || plain.length === 0) plain.push([ENCODED_ENTRY, encode(Object.fromEntries(rest))])
  if (sizeOf(plain) > LIMIT_BYTES) return { metadata: {}, overflow: true }
  return { metadata: Object.fromEntries(plain), overflow: false }
}

/** The exact inverse. Names come back from S3 in lower case, without the prefix. */
export function fromS3Metadata(metadata: Readonly<Record<string, string>>): JsonObject | null {
  const entries = Object.entries(metadata)
  if (entries.length === 0) return null
  return Object.fromEntries(
    entries.flatMap(([name, value]): [string, Json][] => {
      const decoded = name === ENCODED_ENTRY ? decode(value) : null
      return decoded === null ? [[name, value]] : Object.entries(decoded)
    }),
  )
}

function isPlain(name: string, value: string): boolean {
  if (name === ENCODED_ENTRY || value.includes(ENCODED_WORD)) return false
  return PLAIN_NAME.test(name) && PLAIN_VALUE.test(value)
}

function sizeOf(entries: [string, string][]): number {
  return entries.reduce((sum, [name, value]) => sum + HEADER_PREFIX.length + name.length + value.length, 0)
}

function encode(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url')
}

/** Null where somebody else wrote the entry: then it is a plain one. */
function decode(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return isJsonObject(value) ? value : null
  } catch {
    return null
  }
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
