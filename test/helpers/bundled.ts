import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { ROOT } from './source-files'

/**
 * A module as it is deployed: bundled, which also turns import() of packages into something jest can run. The caller
 * knows its type: `bundled('x.ts') as typeof X`, with `import type * as X from '../x'`.
 * @param entry from the root of the repository
 */
export function bundled(entry: string): unknown {
  // Inside node_modules, where the SDK that stays outside the bundle is found.
  const folder = join(ROOT, 'node_modules/.cache/supabase-to-aws/test', String(process.pid))
  mkdirSync(folder, { recursive: true })
  const outfile = join(folder, `${entry.replaceAll('/', '-')}.cjs`)
  buildSync({
    entryPoints: [join(ROOT, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'silent',
    external: ['@aws-sdk/*'],
  })
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require(outfile)
}
