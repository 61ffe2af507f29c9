export type LogFields = Readonly<Record<string, unknown>>

export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

/** Names of fields whose values never reach a log, whoever puts them in. */
const SECRET = /authorization|cookie|token|secret|password|signature|credential|api_?key|connection_?string/i
const HIDDEN = '(hidden)'

/** Longest text that is logged whole. */
const TEXT_MAX = 2_000
const DEPTH_MAX = 5

/** One JSON object a line, as CloudWatch Logs Insights reads it. */
export function jsonLog(program: string, write: (line: string) => void = (line) => console.log(line)): Log {
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}) => {
      write(JSON.stringify({ level, program, event, ...Object(clean(fields, 0)) }))
    }
  return { info: at('info'), warn: at('warn'), error: at('error') }
}

/** What may be said of an error: its name, message and code. Never the object: SDK errors hold the whole request. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: String(error) }
  const code: unknown = Reflect.get(error, 'code')
  return { error: error.name, message: error.message, ...(typeof code === 'string' ? { code } : {}) }
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') {
    return value.length > TEXT_MAX ? `${value.slice(0, TEXT_MAX)}… (${value.length} characters)` : value
  }
  if (value instanceof Error) return clean(errorFields(value), depth)
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? value.toString() : value
  if (depth === DEPTH_MAX) return '(deeper)'
  if (Array.isArray(value)) return value.map((item) => clean(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, SECRET.test(key) ? HIDDEN : clean(inner, depth + 1)]),
  )
}
