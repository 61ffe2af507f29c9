import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildSync } from 'esbuild'
import { zipSync } from 'fflate'

/** A program of services/functions, bundled and zipped; bytes depend on its sources and the lockfile alone. */
export interface FunctionCode {
  /** Folder of services/functions. */
  readonly program: string
  /** Absolute path of the zip on disk. It holds `index.js`, which exports `handler`. */
  readonly path: string
  /** Base64 of the zip's SHA-256, as Lambda states it. */
  readonly sourceCodeHash: string
}

const ROOT = resolve(__dirname, '..')
const PROGRAMS = 'services/functions'

/** The first day that a zip can hold: its own date must not show when it was made. */
const ZIP_DATE = '1980-01-01T00:00:00'
/** Lambda runs the program as another user, who must be able to read the file: -rw-r--r-- in a zip made by Unix. */
const READABLE = { os: 3, attrs: 0o100644 * 2 ** 16 }

let zips: ReadonlyMap<string, Uint8Array> | undefined
const codes = new Map<string, FunctionCode>()

/**
 * The code of one program. All programs are bundled together when the first is asked for, once in a process.
 * Throws for an unknown program, naming those that exist, and for one that cannot be bundled.
 */
export function functionCode(program: string): FunctionCode {
  const made = codes.get(program)
  if (made !== undefined) return made
  zips ??= new Map(bundlePrograms(ROOT).map(({ program: name, zip }) => [name, zip]))
  const zip = zips.get(program)
  if (zip !== undefined) {
    const code = keep({ program, zip })
    codes.set(program, code)
    return code
  }
  const known = [...zips.keys()].join(', ')
  throw new RangeError(`no program ${PROGRAMS}/${program}/handler.ts, expected one of ${known || '(none)'}`)
}

/** One program as Lambda takes it. */
export interface ProgramZip {
  readonly program: string
  readonly zip: Uint8Array
}

/** Bundles every program below `root`, in the order of their names. Writes nothing. */
export function bundlePrograms(root: string): ProgramZip[] {
  const programs = programsOf(root)
  if (programs.length === 0) return []
  const { outputFiles } = buildSync({
    entryPoints: Object.fromEntries(
      programs.map((program) => [program, `./${PROGRAMS}/${program}/handler.ts`]),
    ),
    absWorkingDir: root,
    outdir: 'out',
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    charset: 'utf8',
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
    // The runtime brings the AWS SDK.
    external: ['@aws-sdk/*'],
  })
  return programs.map((program) => {
    const file = outputFiles.find(({ path }) => path === join(root, 'out', `${program}.js`))
    if (file === undefined) throw new Error(`esbuild wrote nothing for ${program}`)
    return {
      program,
      zip: zipSync({ 'index.js': [file.contents, { mtime: ZIP_DATE, level: 9, ...READABLE }] }),
    }
  })
}

function programsOf(root: string): string[] {
  const folder = join(root, PROGRAMS)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'handler.ts')))
    .sort()
}

/** Kept where tools keep what they can make again, by content: two processes write the same bytes to the same name. */
function keep({ program, zip }: ProgramZip): FunctionCode {
  const hash = createHash('sha256').update(zip)
  const sourceCodeHash = hash.copy().digest('base64')
  const folder = join(ROOT, 'node_modules', '.cache', 'supabase-to-aws', 'functions', hash.digest('hex'))
  const path = join(folder, `${program}.zip`)
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true })
    const unfinished = join(folder, randomUUID())
    writeFileSync(unfinished, zip)
    renameSync(unfinished, path)
  }
  return { program, path, sourceCodeHash }
}
