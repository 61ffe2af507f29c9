import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../../scripts/rehearsal/postgres/server'
import { withClient } from '../../scripts/rehearsal/postgres/with-client'
import { applyMigrations } from '../../scripts/rehearsal/source/migrations'
import { preparePlatform, SUPABASE_SETTINGS } from '../../scripts/rehearsal/source/platform'
import {
  type Connection,
  CONNECTION_VARIABLE,
  rememberServer,
  RUN_FOLDER_VARIABLE,
  TEMPLATE,
} from './test-server'

/** Starts one PostgreSQL for the whole run and makes the template the tests' databases are cloned from. */
export default async function globalSetup(): Promise<void> {
  // The SDK's notice about a coming version of Node.js, once a worker, would hide the results.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'
  const dir = mkdtempSync(join(tmpdir(), 'supabase-to-aws-test-'))
  process.env[RUN_FOLDER_VARIABLE] = dir
  const server = await startPostgres({ dir, settings: SUPABASE_SETTINGS })
  rememberServer(server)
  // Jest runs no teardown on these; leaving through exit() stops the server.
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }))
  process.once('SIGINT', () => process.exit(130))
  process.once('SIGTERM', () => process.exit(143))
  const connection: Connection = {
    superuserUrl: server.url({ user: 'supabase_admin', database: 'postgres' }),
    userUrl: server.url({ user: 'postgres', database: 'postgres' }),
  }
  await withClient(connection.superuserUrl, (client) => client.query(`create database ${TEMPLATE}`))
  await preparePlatform(server.url({ user: 'supabase_admin', database: TEMPLATE }))
  await applyMigrations(server.url({ user: 'postgres', database: TEMPLATE }))
  process.env[CONNECTION_VARIABLE] = JSON.stringify(connection)
}
