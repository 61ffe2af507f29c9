import { Router, type Request } from 'express'
import type { TokenVerifier } from '../shared/auth/verify-token'
import { HttpProblem } from '../shared/lambda/http'
import { validated } from '../shared/lambda/validate'
import { callerOf } from './caller'
import { readCursor } from './cursor'
import { changedLinkSchema, nameSchema, newLinkSchema, pageSchema } from './link'
import type { LinkStore } from './link-store'

export interface LinkDependencies {
  readonly links: LinkStore
  readonly verify: TokenVerifier
}

/** /links: what an owner does with their own links. */
export function linkRoutes({ links, verify }: LinkDependencies): Router {
  const router = Router()
  router.post('/', async (request, response) => {
    const ownerId = await callerOf(request, verify)
    const link = await links.create(ownerId, validated(newLinkSchema, request.body))
    if (link === undefined) throw new HttpProblem(409, 'Conflict', { detail: 'The name is taken.' })
    response.status(201).location(`/links/${link.name}`).json(link)
  })
  router.get('/', async (request, response) => {
    const ownerId = await callerOf(request, verify)
    const { limit, cursor } = validated(pageSchema, request.query)
    response.json(
      await links.page(ownerId, { limit, ...(cursor === undefined ? {} : { after: readCursor(cursor) }) }),
    )
  })
  router.get('/:name', async (request, response) => {
    const ownerId = await callerOf(request, verify)
    response.json(found(await links.find(ownerId, nameOf(request))))
  })
  router.patch('/:name', async (request, response) => {
    const ownerId = await callerOf(request, verify)
    const { targetUrl } = validated(changedLinkSchema, request.body)
    response.json(found(await links.change(ownerId, { name: nameOf(request), targetUrl })))
  })
  router.delete('/:name', async (request, response) => {
    const ownerId = await callerOf(request, verify)
    if (!(await links.remove(ownerId, nameOf(request)))) throw notFound()
    response.status(204).end()
  })
  return router
}

/** /l/:name: what everybody does with a link. Not kept by browsers: its target may move. */
export function redirectRoutes({ links }: Pick<LinkDependencies, 'links'>): Router {
  const router = Router()
  router.get('/:name', async (request, response) => {
    const target = found(await links.target(nameOf(request)))
    response.set('cache-control', 'no-store').redirect(302, target)
  })
  return router
}

/** A name that cannot be one is a link that does not exist. */
function nameOf(request: Request): string {
  const parsed = nameSchema.safeParse(request.params['name'])
  if (!parsed.success) throw notFound()
  return parsed.data
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw notFound()
  return value
}

function notFound(): HttpProblem {
  return new HttpProblem(404, 'Not Found', { detail: 'No such link.' })
}
