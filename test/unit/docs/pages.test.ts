import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { generators, type Generator } from '../../../scripts/docs/generators'
import { staleFiles, writePages } from '../../../scripts/docs/pages'
import { ROOT } from '../../helpers/source-files'

const run = promisify(execFile)

const PAGES: readonly Generator[] = [
  { file: 'docs/a.md', render: () => '# A\n' },
  { file: 'b.md', render: async () => '# B\n' },
]

describe('generated pages', () => {
  let root: string

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'pages-'))
  })

  afterEach(() => rm(root, { recursive: true }))

  it('are written where they are missing, and then are not stale', async () => {
    expect(await staleFiles(PAGES, root)).toEqual(['docs/a.md', 'b.md'])
    expect(await writePages(PAGES, root)).toEqual(['docs/a.md', 'b.md'])
    expect(await readFile(join(root, 'docs/a.md'), 'utf8')).toBe('# A\n')
    expect(await staleFiles(PAGES, root)).toEqual([])
  })

  it('are stale when one letter differs, and only those are written', async () => {
    await writePages(PAGES, root)
    await writeFile(join(root, 'b.md'), '# b\n')
    const before = await stat(join(root, 'docs/a.md'))
    expect(await writePages(PAGES, root)).toEqual(['b.md'])
    expect((await stat(join(root, 'docs/a.md'))).mtimeMs).toBe(before.mtimeMs)
  })

  it('of this repository are up to date', async () => {
    expect(await staleFiles(generators, ROOT)).toEqual([])
  })

  it('refuse an argument they do not know, with exit code 2', async () => {
    const main = join(ROOT, 'scripts/docs/main.ts')
    const failure = run(process.execPath, ['--import', 'tsx', main, '--chek'], { cwd: ROOT })
    await expect(failure).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--chek') as string,
    })
  })
})
