import { randomUUID } from 'node:crypto'
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import type { Pool } from 'pg'
import type { TokenVerifier } from '../shared/auth/verify-token'
import { HttpProblem, problem } from '../shared/lambda/http'
import { errorFields, type Log } from '../shared/lambda/log'
import { cors } from './cors'
import { healthRoutes } from './health'
import { LinkStore } from './link-store'
import { linkRoutes, redirectRoutes } from './links'

export interface AppDependencies {
  readonly pool: Pool
  readonly verify: TokenVerifier
  readonly log: Log
  readonly buildId: string
  /** Origins whose pages may call the API. */
  readonly webOrigins: readonly string[]
  readonly stopping: () => boolean
}

const BODY_BYTES_MAX = 16 * 1024

/** The whole API, without a port. */
export function createApp(dependencies: AppDependencies): Express {
  const links = new LinkStore(dependencies.pool)
  const app = express()
  app.disable('x-powered-by')
  app.use(requestLog(dependencies.log))
  app.use(cors(dependencies.webOrigins))
  app.use('/health', healthRoutes(dependencies))
  app.use('/l', redirectRoutes({ links }))
  app.use(
    '/links',
    express.json({ limit: BODY_BYTES_MAX }),
    linkRoutes({ links, verify: dependencies.verify }),
  )
  app.use(() => {
    throw new HttpProblem(404, 'Not Found', { detail: 'No such route.' })
  })
  app.use(errorBoundary(dependencies.log))
  return app
}

/** One line for each request, with the id that the load balancer has given it. Never its headers or its body. */
function requestLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const requestId = request.get('x-amzn-trace-id') ?? randomUUID()
    const startedAt = performance.now()
    // Without the query; routers shorten `path` later.
    const { method, path } = request
    response.locals['requestId'] = requestId
    response.set({
      'x-request-id': requestId,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    response.on('finish', () => {
      const milliseconds = Math.round(performance.now() - startedAt)
      log.info('request', { requestId, method, path, status: response.statusCode, milliseconds })
    })
    next()
  }
}

function errorBoundary(log: Log): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  // eslint-disable-next-line @typescript-eslint/max-params
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const known = problemOf(error)
    if (known.status === 500) {
      log.error('request failed', {
        requestId: response.locals['requestId'] as unknown,
        ...errorFields(error),
      })
    }
    const { statusCode, headers, body } = problem(known)
    for (const [name, value] of Object.entries(headers ?? {})) response.set(name, String(value))
    if (known.status === 401) response.set('www-authenticate', 'Bearer')
    response.status(statusCode ?? 500).send(body)
  }
}

/** What Express's own parsers refuse (a body that is no JSON, too long …) carries a status; all else is ours. */
function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error
  const status: unknown = error instanceof Error ? Reflect.get(error, 'status') : undefined
  if (error instanceof Error && typeof status === 'number' && status >= 400 && status < 500) {
    return new HttpProblem(status, 'Bad Request', { detail: 'The request cannot be read.' })
  }
  return new HttpProblem(500, 'Internal Server Error', { detail: 'Something failed here. Try again later.' })
}
