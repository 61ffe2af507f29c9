import { resolve } from 'node:path'
import { generators } from './generators'
import { staleFiles, writePages } from './pages'

// npx tsx scripts/docs/main.ts [--check]: writes every generated page, or only says which are not up to date.
const ROOT = resolve(__dirname, '../..')

async function main(args: readonly string[]): Promise<number> {
  const unknown = args.filter((arg) => arg !== '--check')
  if (unknown.length > 0) {
    console.error(`Unknown argument: ${unknown.join(' ')}. Usage: npx tsx scripts/docs/main.ts [--check]`)
    return 2
  }
  if (!args.includes('--check')) {
    const written = await writePages(generators, ROOT)
    console.error(written.length === 0 ? 'All pages are up to date.' : `Written: ${written.join(', ')}`)
    return 0
  }
  const stale = await staleFiles(generators, ROOT)
  for (const file of stale) console.error(`${file} is not up to date. Run: npx tsx scripts/docs/main.ts`)
  return stale.length === 0 ? 0 : 1
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error)
    process.exitCode = 1
  },
)
