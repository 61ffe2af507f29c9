import { readFile } from 'node:fs/promises'
import { once } from 'node:events'
import { httpProbe } from '../../adapters/http-probe'
import { parseSettings, required } from '../../settings'
import { startApplication } from './application'
import { composeStorage } from './compose'
import { optionsSchema } from './options'

const PROGRESS_MILLISECONDS = 1_000

/**
 * The application as a process of its own: `main.ts OPTIONS.json`. Prints one JSON line a second,
 * `{"type":"progress","counts":…}`, and `{"type":"stopped","counts":…}` last, after SIGTERM or the end of standard input.
 */
async function main(): Promise<void> {
  const options = optionsSchema.parse(JSON.parse(await readFile(process.argv[2] ?? '', 'utf8')))
  const settings = parseSettings(process.env)
  const databaseUrl = required(settings.supabaseDbUrl, 'SUPABASE_DB_URL')
  const composed = await composeStorage(options, {
    databaseUrl,
    supabaseUrl: required(settings.supabaseUrl, 'SUPABASE_URL'),
    serviceKey: required(settings.supabaseServiceRoleKey, 'SUPABASE_SERVICE_ROLE_KEY'),
  })
  const { storage } = composed
  const application = await startApplication({
    ...options,
    storage,
    databaseUrl,
    http: httpProbe(settings.connectTo),
  })
  print({ type: 'started' })
  const timer = setInterval(
    () => print({ type: 'progress', counts: application.counts() }),
    PROGRESS_MILLISECONDS,
  )
  await stopRequested()
  clearInterval(timer)
  print({ type: 'stopped', counts: await application.stop() })
  await composed.close()
}

/** When whoever started us dies, its end of our standard input closes. */
async function stopRequested(): Promise<void> {
  process.stdin.resume()
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT'), once(process.stdin, 'close')])
  process.stdin.destroy()
}

function print(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exitCode = 1
})
