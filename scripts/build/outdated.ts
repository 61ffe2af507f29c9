import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { actionNames, bundleAction, distPath } from './bundle'

/** The built files, from `root`, that are not what their sources give. With `write` they are replaced. */
export async function outdatedActions(root: string, { write }: { write: boolean }): Promise<string[]> {
  const found: string[] = []
  for (const action of actionNames(root)) {
    const path = join(root, distPath(action))
    const built = await bundleAction(root, action)
    if (existsSync(path) && readFileSync(path, 'utf8') === built) continue
    found.push(distPath(action))
    if (write) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, built)
    }
  }
  return found
}
