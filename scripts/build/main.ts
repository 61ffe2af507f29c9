// npm run build [-- --check]: bundles every action under .github/actions to its dist/index.js.
import { resolve } from 'node:path'
import { outdatedActions } from './outdated'

const ROOT = resolve(__dirname, '..', '..')
const EXIT_DIFFERENT = 4
const EXIT_USAGE = 2

async function main(args: readonly string[]): Promise<void> {
  const check = args.includes('--check')
  const unknown = args.filter((arg) => arg !== '--check')
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(' ')}. Usage: npm run build [-- --check]`)
    process.exitCode = EXIT_USAGE
    return
  }
  const paths = await outdatedActions(ROOT, { write: !check })
  for (const path of paths) console.log(check ? `differs from its sources: ${path}` : `built ${path}`)
  if (paths.length === 0) console.log('every action is built from its sources')
  if (check && paths.length > 0) {
    console.error('Run `npm run build` and commit the result.')
    process.exitCode = EXIT_DIFFERENT
  }
}

void main(process.argv.slice(2))
