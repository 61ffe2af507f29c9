import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'

export type HttpResponse = APIGatewayProxyStructuredResultV2

/** A refusal that the caller is told about, as RFC 9457 writes it. Whatever else is thrown is a 500 without details. */
export class HttpProblem extends Error {
  readonly status: number
  readonly title: string
  /** Members beside the standard ones, such as `errors`. */
  readonly extra: Readonly<Record<string, unknown>>

  constructor(status: number, title: string, options: { detail: string; extra?: Record<string, unknown> }) {
    super(options.detail)
    this.name = 'HttpProblem'
    this.status = status
    this.title = title
    this.extra = options.extra ?? {}
  }
}

export function json(statusCode: number, body: unknown, headers: Record<string, string> = {}): HttpResponse {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  }
}

export function problem({ status, title, message, extra }: HttpProblem): HttpResponse {
  return json(
    status,
    { type: 'about:blank', title, status, detail: message, ...extra },
    { 'content-type': 'application/problem+json' },
  )
}

/** The body as it was sent: API Gateway hands over anything that is not text in base64. */
export function bodyBytes({ body, isBase64Encoded }: APIGatewayProxyEventV2): Buffer {
  return Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8')
}

/** The body as JSON. Throws a problem 400. */
export function bodyJson(event: APIGatewayProxyEventV2): unknown {
  try {
    return JSON.parse(bodyBytes(event).toString('utf8'))
  } catch {
    throw new HttpProblem(400, 'Bad Request', { detail: 'The body is not JSON.' })
  }
}

/** Header by its name in lower case, as an HTTP API hands it over. */
export function header({ headers }: APIGatewayProxyEventV2, name: string): string | undefined {
  return headers[name] ?? Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
}

/** The user that the authorizer has let in. Throws a problem 401: a route without an authorizer knows nobody. */
export function callerId(event: APIGatewayProxyEventV2): string {
  const authorizer: unknown = Reflect.get(event.requestContext, 'authorizer')
  const context = inner(authorizer, 'lambda')
  const userId = inner(context, 'userId')
  if (typeof userId === 'string' && userId !== '') return userId
  throw new HttpProblem(401, 'Unauthorized', { detail: 'Sign in first.' })
}

function inner(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
