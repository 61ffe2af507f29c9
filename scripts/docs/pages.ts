import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Generator } from './generators'

/** Files whose content is not what their generator renders, in the order of `generators`. */
export async function staleFiles(generators: readonly Generator[], root: string): Promise<string[]> {
  const stale: string[] = []
  for (const { file, render } of generators) {
    if ((await contentOf(join(root, file))) !== (await render())) stale.push(file)
  }
  return stale
}

/** Writes the stale files only and returns their paths. */
export async function writePages(generators: readonly Generator[], root: string): Promise<string[]> {
  const stale = await staleFiles(generators, root)
  for (const { file, render } of generators.filter((generator) => stale.includes(generator.file))) {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), await render())
  }
  return stale
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    // Not `instanceof Error`: under jest the file system's errors are made in another realm.
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT')
      return undefined
    throw error
  }
}
