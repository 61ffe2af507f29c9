import { parseArgs } from 'node:util'
import { MigrateError } from '../../scripts/engine/errors'

export interface BenchOptions {
  /** One corpus of the size asked for, or the two default ones. */
  corpora: readonly Corpus[]
  rounds: number
  /** Rows of the synthetic inventory; 0 leaves it out. */
  rows: number
  /** Also measure our copier with its parts taken out one after the other. */
  explain: boolean
  help: boolean
}

/** Objects of one size in a bucket of their own. */
export interface Corpus {
  bucket: string
  objects: number
  /** Bytes an object. */
  size: number
}

const KIB = 1024
const SMALL: Corpus = { bucket: 'small', objects: 1_000, size: 10 * KIB }
const LARGE: Corpus = { bucket: 'large', objects: 8, size: 16 * KIB * KIB }
const DEFAULT_ROUNDS = 5
const DEFAULT_ROWS = 200_000
const MOST = 1024 * KIB * KIB

export const USAGE = `npm run bench -- storage [options]

Copies the same objects from a local Supabase to an emulated S3 with our copier and with others, in turn.

  --objects N    one corpus of N objects instead of ${SMALL.objects} small and ${LARGE.objects} large ones (with --size)
  --size BYTES   their size [${SMALL.size}]
  --rounds R     rounds, each with every contender once [${DEFAULT_ROUNDS}]
  --rows N       rows of the synthetic inventory, 0 for none [${DEFAULT_ROWS}]
  --explain      also our copier with its parts taken out one after the other: what each costs
  --help         this text

Exit codes: 0 measured · 2 bad command line · 5 a contender failed or did not copy everything
`

/** @throws MigrateError USAGE */
export function parseOptions(argv: readonly string[]): BenchOptions {
  const { values, positionals } = read(argv)
  if (values.help !== true && (positionals.length !== 1 || positionals[0] !== 'storage')) {
    throw usage(`expected "storage", was given "${positionals.join(' ')}"`)
  }
  const own = values.objects !== undefined || values.size !== undefined
  const corpus = {
    bucket: 'own',
    objects: whole('--objects', values.objects, { otherwise: SMALL.objects, least: 1 }),
    size: whole('--size', values.size, { otherwise: SMALL.size, least: 0 }),
  }
  return {
    corpora: own ? [corpus] : [SMALL, LARGE],
    rounds: whole('--rounds', values.rounds, { otherwise: DEFAULT_ROUNDS, least: 1 }),
    rows: whole('--rows', values.rows, { otherwise: DEFAULT_ROWS, least: 0 }),
    explain: values.explain === true,
    help: values.help === true,
  }
}

function read(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        objects: { type: 'string' },
        size: { type: 'string' },
        rounds: { type: 'string' },
        rows: { type: 'string' },
        explain: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error))
  }
}

function whole(name: string, text: string | undefined, range: { otherwise: number; least: number }): number {
  if (text === undefined) return range.otherwise
  const value = Number(text)
  if (Number.isInteger(value) && value >= range.least && value <= MOST) return value
  throw usage(`${name} is "${text}", expected a whole number from ${range.least} to ${MOST}`)
}

function usage(message: string): MigrateError {
  return new MigrateError('USAGE', message, { suggestion: 'npm run bench -- --help' })
}
