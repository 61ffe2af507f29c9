// npm run build [-- --check]: bundles every action under .github/actions to its dist/index.js.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { actionNames, bundleAction, distPath } from './bundle'

const ROOT = resolve(__dirname, '..', '..')
const EXIT_DIFFERENT = 4
const EXIT_USAGE = 2

/** The built files that are not what the sources give; with `write` they are replaced. */
async function outdated(write: boolean): Promise<string[]> {
  const found: string[] = []
  for (const action of actionNames(ROOT)) {
    const path = join(ROOT, distPath(action))
    const built = await bundleAction(ROOT, action)
    if (existsSync(path) && readFileSync(path, 'utf8') === built) continue
    found.push(distPath(action))
    if (write) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, built)
    }
  }
  return found
}

async function main(args: readonly string[]): Promise<void> {
  const check = args.includes('--check')
  const unknown = args.filter((arg) => arg !== '--check')
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(' ')}. Usage: npm run build [-- --check]`)
    process.exitCode = EXIT_USAGE
    return
  }
  const paths = await outdated(!check)
  for (const path of paths) console.log(check ? `differs from its sources: ${path}` : `built ${path}`)
  if (paths.length === 0) console.log('every action is built from its sources')
  if (check && paths.length > 0) {
    console.error('Run `npm run build` and commit the result.')
    process.exitCode = EXIT_DIFFERENT
  }
}

void main(process.argv.slice(2))
