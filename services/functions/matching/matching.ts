import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { z } from 'zod'
import type { WithDatabase } from '../../shared/database/with-database'
import { answer } from '../../shared/lambda/answer'
import { callerId, HttpProblem, json, type HttpResponse } from '../../shared/lambda/http'
import { callerRole } from '../../shared/lambda/caller-role'
import type { Log } from '../../shared/lambda/log'
import { matchEverybody, matchOne, type BatchResult } from './generate'
import { seedHobbies } from './hobbies'
import { weekOf } from './week'

export interface MatchingOptions {
  withDatabase: WithDatabase
  log: Log
  /** @default the present */
  now?: () => Date
}

/** Who may act for everybody: Supabase's service role, and administrators. */
const OPERATORS: ReadonlySet<string> = new Set(['service_role', 'admin'])

/** `time` is when the run was due, so that a late or repeated one is of the same week. @default the present */
const scheduledSchema = z.object({
  source: z.enum(['schedule', 'aws.events']),
  time: z.iso.datetime({ offset: true }).optional(),
})

type Route = (event: APIGatewayProxyEventV2) => Promise<HttpResponse>

/** Starts by the clock or by a request; the route says which part of the work. */
export function createMatching(options: MatchingOptions) {
  const { withDatabase, log, now = () => new Date() } = options
  const everybody = async (moment: Date): Promise<BatchResult> => {
    const result = await withDatabase((client) => matchEverybody(client, weekOf(moment)))
    log.info('matched', { ...result })
    return result
  }
  const routes: Readonly<Record<string, Route>> = {
    'POST /api/matches/generate': async (event) => {
      const of = { week: weekOf(now()), userId: userIdOf(event) }
      const match = await withDatabase((client) => matchOne(client, of))
      log.info('matched one', { ...of, matchId: match?.matchId ?? null })
      return json(200, { match: match ?? null })
    },
    'POST /api/matches/batch-generate': async (event) => {
      requireOperator(event)
      return json(200, await everybody(now()))
    },
    'POST /api/seed-hobbies': async (event) => {
      requireOperator(event)
      const added = await withDatabase(seedHobbies)
      log.info('hobbies seeded', { added })
      return json(200, { added })
    },
  }
  return async (event: unknown): Promise<HttpResponse | BatchResult> => {
    if (!isRequest(event)) {
      const { time } = scheduledSchema.parse(event)
      return everybody(time === undefined ? now() : new Date(time))
    }
    return answer(log, async () => {
      const route = Object.hasOwn(routes, event.routeKey) ? routes[event.routeKey] : undefined
      if (route === undefined) throw new HttpProblem(404, 'Not Found', { detail: 'There is no such route.' })
      return route(event)
    })
  }
}

const requestSchema = z.object({
  version: z.literal('2.0'),
  routeKey: z.string(),
  requestContext: z.looseObject({}),
})

function isRequest(event: unknown): event is APIGatewayProxyEventV2 {
  return requestSchema.safeParse(event).success
}

/** Ids are lower-case UUIDs everywhere in the database; anything else is nobody's. */
function userIdOf(event: APIGatewayProxyEventV2): string {
  const id = z.uuid().safeParse(callerId(event))
  if (id.success) return id.data.toLowerCase()
  throw new HttpProblem(403, 'Forbidden', { detail: 'This caller is no user.' })
}

function requireOperator(event: APIGatewayProxyEventV2): void {
  callerId(event)
  if (OPERATORS.has(callerRole(event) ?? '')) return
  throw new HttpProblem(403, 'Forbidden', { detail: 'Only an operator may do this.' })
}
