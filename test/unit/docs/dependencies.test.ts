import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ROOT } from '../../helpers/source-files'

const manifestSchema = z.object({ dependencies: z.record(z.string(), z.string()) })

/** Packages that the page and the manifest do not have in common, and lines without a reason. */
function faults(page: string, dependencies: readonly string[]): string[] {
  const lines = [...page.matchAll(/^\| `([^`]+)` \|(.*)\|$/gm)].map(([, name = '', why = '']) => ({
    name,
    why,
  }))
  return [
    ...dependencies
      .filter((name) => !lines.some((line) => line.name === name))
      .map((name) => `${name} is not explained`),
    ...lines.filter(({ name }) => !dependencies.includes(name)).map(({ name }) => `${name} is no dependency`),
    ...lines.filter(({ why }) => why.trim().length < 20).map(({ name }) => `${name} has no reason`),
  ]
}

describe('docs/dependencies.md', () => {
  it('explains every runtime dependency, and no other', async () => {
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')))
    const page = await readFile(join(ROOT, 'docs/dependencies.md'), 'utf8')
    expect(faults(page, Object.keys(manifest.dependencies))).toEqual([])
  })

  it('would be caught lacking one, keeping one, or giving no reason', () => {
    const page = '| `old` | It was needed once, a while ago. |\n| `zod` | why not |\n'
    expect(faults(page, ['zod', 'pg'])).toEqual([
      'pg is not explained',
      'old is no dependency',
      'zod has no reason',
    ])
  })
})
