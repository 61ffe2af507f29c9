import { tokenVerifier } from '../shared/auth/verify-token'
import { errorFields, jsonLog } from '../shared/lambda/log'
import { createApp } from './app'
import { readConfig } from './config'
import { serve } from './serve'
import { withPool } from './with-pool'

const log = jsonLog('everlink')

async function main(): Promise<void> {
  const { port, databaseUrl, databaseCa, buildId, webOrigins, issuers } = readConfig()
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort())
  const tls = { mode: 'verify' as const, ...(databaseCa === undefined ? {} : { ca: databaseCa }) }
  await withPool({ url: databaseUrl, tls }, async (pool) => {
    const verify = tokenVerifier({ issuers })
    const listener = createApp({
      pool,
      verify,
      log,
      buildId,
      webOrigins,
      stopping: () => stop.signal.aborted,
    })
    const onListening = (actual: number) => log.info('listening', { port: actual, build: buildId })
    await serve({ port, listener, stop: stop.signal, onListening })
  })
  log.info('stopped')
}

main().catch((error: unknown) => {
  log.error('failed', errorFields(error))
  process.exitCode = 1
})
