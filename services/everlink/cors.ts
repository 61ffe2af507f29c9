import type { RequestHandler } from 'express'

/** As HTTP APIs of this repository have it. */
const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': '3000',
} as const

/**
 * Lets pages of these origins call the API, which has a host name of its own. Tokens come in a header, never by cookie,
 * so no credentials are allowed. Any other page gets an answer that its browser keeps from it.
 */
export function cors(origins: readonly string[]): RequestHandler {
  const allowed: ReadonlySet<string> = new Set(origins)
  return (request, response, next) => {
    response.vary('origin')
    const origin = request.get('origin')
    if (origin === undefined || !allowed.has(origin)) {
      next()
      return
    }
    response.set({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'location, x-request-id',
    })
    if (request.method === 'OPTIONS') response.set(PREFLIGHT).status(204).end()
    else next()
  }
}
