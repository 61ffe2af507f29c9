import { parseArgs } from 'node:util'
import { systems } from '../../cdktf/systems'
import { MigrateError } from '../engine/errors'

export interface RehearsalOptions {
  /** Objects in the source at the start. */
  objects: number
  /** How long the application works on AWS before the revert, in seconds. */
  awsSeconds: number
  /** Only this part, instead of the crossing. */
  only: 'infrastructure' | undefined
  /** Systems whose infrastructure is applied. Empty: all of them. */
  systems: readonly string[]
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
  --only infrastructure
                 instead: applies every stack of every system's dev environment to one emulated account, plans again
                 (nothing to do), shows that destroying a data store is refused, lifts that protection, destroys
  --system NAME  with --only: this system alone; can be given more than once
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
  return {
    objects,
    awsSeconds: defaults.awsSeconds,
    only: onlyOf(values.only),
    systems: systemsOf(values.system ?? [], values.only),
    keep: values.keep === true,
    help: values.help === true,
  }
}

function onlyOf(value: string | undefined): RehearsalOptions['only'] {
  if (value === undefined || value === 'infrastructure') return value
  throw usage(`--only is "${value}", expected infrastructure`)
}

function systemsOf(names: readonly string[], only: string | undefined): readonly string[] {
  const known = systems.map(({ name }) => name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) throw usage(`--system is "${unknown}", expected one of ${known.join(', ')}`)
  if (names.length > 0 && only === undefined) throw usage('--system needs --only infrastructure')
  return names
}

function read(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        quick: { type: 'boolean' },
        objects: { type: 'string' },
        only: { type: 'string' },
        system: { type: 'string', multiple: true },
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
