import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { actionNames, bundleAction, distPath } from '../../scripts/build/bundle'
import { outdatedActions } from '../../scripts/build/outdated'
import { repositoryFiles, ROOT } from '../helpers/source-files'
import { withFolder } from './run-action'

describe('built actions', () => {
  test.each(actionNames(ROOT))('%s: dist is what the sources give', async (action) => {
    expect(readFileSync(join(ROOT, distPath(action)), 'utf8')).toBe(await bundleAction(ROOT, action))
  })

  test.each(actionNames(ROOT))(
    '%s: the bundle names nothing of this machine and is small',
    async (action) => {
      const built = await bundleAction(ROOT, action)
      expect(built).not.toContain(ROOT)
      expect(built.length).toBeLessThan(100_000)
    },
  )

  test('a built file that is missing or changed by hand is found, and put right by building', async () => {
    await withFolder(async (root) => {
      const source = join(root, '.github/actions/sample/src/main.ts')
      mkdirSync(join(source, '..'), { recursive: true })
      writeFileSync(source, "console.log('built')\n")
      const dist = [distPath('sample')]
      expect(await outdatedActions(root, { write: false })).toEqual(dist)
      expect(await outdatedActions(root, { write: true })).toEqual(dist)
      expect(await outdatedActions(root, { write: false })).toEqual([])
      appendFileSync(join(root, distPath('sample')), '// by hand\n')
      expect(await outdatedActions(root, { write: false })).toEqual(dist)
    })
  })

  test('defaults of inputs stand in action.yml only', () => {
    const inputs = repositoryFiles().filter(({ path }) => path.startsWith('.github/actions/'))
    const broken = inputs.filter(({ text }) => /get\w*Input\([^)]*\)\s*(\|\||\?\?)/.test(text))
    expect(broken.map(({ path }) => path)).toEqual([])
    expect(inputs.length).toBeGreaterThan(readdirSync(join(ROOT, '.github/actions')).length)
  })
})
