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

// Jest runs setup and teardown in one process with Node's own module cache, so this survives from one to the other.
let running: PostgresServer | undefined

export function rememberServer(started: PostgresServer): void {
  running = started
}

export function rememberedServer(): PostgresServer | undefined {
  return running
}

/** Names a folder that all files of one run share; it is gone after the run. */
export const RUN_FOLDER_VARIABLE = 'TEST_RUN_FOLDER'
