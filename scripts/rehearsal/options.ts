import { parseArgs } from 'node:util'
import { MigrateError } from '../engine/errors'

export interface RehearsalOptions {
  /** Objects in the source at the start. */
  objects: number
  /** How long the application works on AWS before the revert, in seconds. */
  awsSeconds: number
  /** Keep the world's folder (logs, Terraform state) for a look. */
  keep: boolean
  help: boolean
}

const FULL = { objects: 2_000, awsSeconds: 8 }
const QUICK = { objects: 300, awsSeconds: 4 }

export const USAGE = `npm run rehearse [-- options]

Moves Aiuteur's storage from a local Supabase to an emulated AWS and back, and forward again: real Terraform, real
PostgreSQL, real bytes. Nothing outside this machine is touched; no AWS account is needed.

  --quick        fewer objects (${QUICK.objects} instead of ${FULL.objects})
  --objects N    so many objects
  --keep         keep .rehearsal/<run>/ with logs and Terraform state
  --help         this text

Exit codes: 0 nothing lost, doubled or different · 3 something is not installed · 4 a proof failed · else see docs/errors.md
`

/** @throws MigrateError USAGE */
export function parseOptions(argv: readonly string[]): RehearsalOptions {
  const { values } = read(argv)
  const defaults = values.quick === true ? QUICK : FULL
  const objects = values.objects === undefined ? defaults.objects : Number(values.objects)
  if (!Number.isInteger(objects) || objects < 100 || objects > 200_000) {
    throw usage(`--objects is "${values.objects ?? ''}", expected a whole number from 100 to 200000`)
  }
  return { objects, awsSeconds: defaults.awsSeconds, keep: values.keep === true, help: values.help === true }
}

function read(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        quick: { type: 'boolean' },
        objects: { type: 'string' },
        keep: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error))
  }
}

function usage(message: string): MigrateError {
  return new MigrateError('USAGE', message, { suggestion: 'npm run rehearse -- --help' })
}
