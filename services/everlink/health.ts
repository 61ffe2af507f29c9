import { setTimeout as sleep } from 'node:timers/promises'
import { Router } from 'express'
import type { Pool } from 'pg'

export interface HealthDependencies {
  readonly pool: Pool
  readonly buildId: string
  /** True from the order to stop: the load balancer sends nothing more. */
  readonly stopping: () => boolean
}

const DATABASE_LIMIT_MS = 2_000

/** `/health`: this process takes requests. `/health/deep`: what it needs answers too. */
export function healthRoutes({ pool, buildId, stopping }: HealthDependencies): Router {
  const router = Router()
  router.get('/', (_request, response) => {
    const status = stopping() ? 'stopping' : 'ok'
    response.status(status === 'ok' ? 200 : 503).json({ status, build: buildId })
  })
  router.get('/deep', async (_request, response) => {
    const database = (await answers(pool)) ? 'ok' : 'failed'
    const status = stopping() ? 'stopping' : database
    response.status(status === 'ok' ? 200 : 503).json({ status, build: buildId, checks: { database } })
  })
  return router
}

async function answers(pool: Pool): Promise<boolean> {
  const limit = new AbortController()
  const tooLong = sleep(DATABASE_LIMIT_MS, false, { signal: limit.signal }).catch(() => false)
  const asked = pool.query('select 1 from links limit 1').then(
    () => true,
    () => false,
  )
  const result = await Promise.race([asked, tooLong])
  limit.abort()
  return result
}
