import type { PostgresServer } from '../../scripts/rehearsal/postgres/server'

/** Database with the platform and the migrations, without rows. */
export const TEMPLATE = 'supabase_template'

/** How the test processes, which jest starts after global-setup.ts, learn where the server is. */
export const CONNECTION_VARIABLE = 'TEST_POSTGRES'

export interface Connection {
  superuserUrl: string
  /** As role `postgres`, no superuser. */
  userUrl: string
}

interface RunningServer {
  dir: string
  server: PostgresServer
}

// Jest loads setup and teardown each with modules of their own, in one process: only the global object is shared.
const KEY = Symbol.for('supabase-to-aws.test-server')
const shared: { [KEY]?: RunningServer } = globalThis

export function rememberServer(running: RunningServer): void {
  shared[KEY] = running
}

export function rememberedServer(): RunningServer | undefined {
  return shared[KEY]
}
