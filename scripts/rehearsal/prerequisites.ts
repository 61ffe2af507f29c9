import { requirePgDump } from '../adapters/postgres/backup'
import { findTerraform } from '../adapters/terraform/find-terraform'
import { MigrateError } from '../engine/errors'

type Env = Readonly<Record<string, string | undefined>>

/** Major version of the PostgreSQL that comes from npm. */
const SERVER_VERSION = 15

/**
 * Looks for the programs that the crossing needs later, so that a machine without one hears of all of them at once
 * and before anything is started. PostgreSQL and the emulator are found, or fetched, when they are started.
 * @throws MigrateError TOOL_MISSING
 */
export async function mustHavePrograms(env: Env): Promise<void> {
  const missing: MigrateError[] = []
  for (const look of [() => findTerraform(env), () => requirePgDump(SERVER_VERSION, env)]) {
    try {
      await look()
    } catch (error) {
      if (!(error instanceof MigrateError) || error.code !== 'TOOL_MISSING') throw error
      missing.push(error)
    }
  }
  const [first, ...others] = missing
  if (!first) return
  if (others.length === 0) throw first
  throw new MigrateError('TOOL_MISSING', missing.map(({ message }) => message).join('; '), {
    suggestion: missing.map(({ suggestion }) => suggestion).join('; '),
  })
}
