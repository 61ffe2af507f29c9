import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { MigrateError } from '../../engine/errors'

const run = promisify(execFile)

const MOTO_VERSION = '5.2.1'

/** Prints the interpreter's own path if it can serve moto of the right version. */
const PROBE = `import sys, moto, moto.server; moto.__version__ == '${MOTO_VERSION}' and print(sys.executable)`

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * A Python that imports moto 5.2.1: the one behind `moto_server` on the PATH, `python3`, or a private virtual
 * environment in `cacheDir`, made once.
 * @throws MigrateError TOOL_MISSING
 */
export async function findPython(env: Environment, cacheDir: string): Promise<string> {
  const own = join(cacheDir, `moto-${MOTO_VERSION}`)
  const candidates = [await pythonOfMotoServer(env), 'python3', join(own, 'bin', 'python')]
  for (const candidate of candidates) {
    const found = candidate === undefined ? undefined : await probe(candidate, env)
    if (found !== undefined) return found
  }
  return makeEnvironment(own, cacheDir, env)
}

async function probe(python: string, env: Environment): Promise<string | undefined> {
  try {
    const { stdout } = await run(python, ['-c', PROBE], { env: clean(env) })
    const path = stdout.trim()
    return path === '' ? undefined : path
  } catch {
    return undefined // not there, or without moto
  }
}

/** The interpreter named in the first line of `moto_server`. */
async function pythonOfMotoServer(env: Environment): Promise<string | undefined> {
  for (const directory of (env.PATH ?? '').split(delimiter)) {
    const script = await readFile(join(directory, 'moto_server'), 'utf8').catch(() => undefined)
    const python = script === undefined ? undefined : /^#!(\S*python\S*)/.exec(script)?.[1]
    if (python !== undefined) return python
  }
  return undefined
}

/** Made beside its place and moved there, so that two rehearsals at once do not meet in a half-made one. */
async function makeEnvironment(place: string, cacheDir: string, env: Environment): Promise<string> {
  await mkdir(cacheDir, { recursive: true })
  const temporary = await mkdtemp(join(cacheDir, 'making-'))
  try {
    await run('python3', ['-m', 'venv', temporary], { env: clean(env) })
    const python = join(temporary, 'bin', 'python')
    await run(python, ['-m', 'pip', 'install', '--quiet', `moto[server]==${MOTO_VERSION}`], {
      env: clean(env),
    })
    await rename(temporary, place).catch(() => undefined) // another one was faster
    const made = await probe(join(place, 'bin', 'python'), env)
    if (made === undefined) throw new Error(`${place} was made but does not import moto ${MOTO_VERSION}`)
    return made
  } catch (cause) {
    throw new MigrateError('TOOL_MISSING', `The AWS emulator needs Python 3 with moto ${MOTO_VERSION}.`, {
      suggestion: `Install it: python3 -m pip install 'moto[server]==${MOTO_VERSION}'`,
      cause,
    })
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/**
 * The environment for Python: without AWS settings of the person who runs this, leaving no files in our tree, and with
 * few malloc arenas: a thread per request would keep a third more memory in its own.
 */
export function clean(env: Environment): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !/^(AWS_|MOTO_|S3_)/.test(entry[0]),
  )
  return {
    ...Object.fromEntries(kept),
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONUNBUFFERED: '1',
    MALLOC_ARENA_MAX: '2',
  }
}
