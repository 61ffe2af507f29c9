import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { ConfigError } from '../../cdktf/config/config-error'
import { synthesize, synthesizeAndReport } from '../../cdktf/synthesize'
import { systems } from '../../cdktf/systems'
import { changed } from '../unit/config/faulty'
import { synthesized } from './synthesized'

const ROOT = join(__dirname, '..', '..')
const run = promisify(execFile)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'synth-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** Path -> hash of every file below a folder. */
function bytesOf(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return Object.fromEntries(
    files
      .map((file) => join(file.parentPath, file.name))
      .sort()
      .map((path) => [
        path.slice(directory.length),
        createHash('sha256').update(readFileSync(path)).digest('hex'),
      ]),
  )
}

describe('synthesize', () => {
  it.each(['CDKTF_OUT', 'CDKTF_OUTDIR'])(
    'writes the same bytes into any folder that %s names: nothing depends on time, commit or path',
    async (name) => {
      const [first, second] = [join(folder, 'a'), join(folder, 'deeper', 'b')]
      synthesize({ outdir: first, systems })
      // Another process, another working directory: as a second runner would do it.
      const tsx = join(ROOT, 'node_modules', '.bin', 'tsx')
      await run(tsx, [join(ROOT, 'cdktf', 'main.ts')], {
        cwd: folder,
        env: { ...process.env, [name]: second },
      })
      expect(bytesOf(second)).toEqual(bytesOf(first))
      const text = JSON.stringify([...synthesized().values()].map(({ json }) => json))
      // Containers have a /tmp of their own, so the folders of this run are looked for.
      const found = [ROOT, join(tmpdir(), 'stacks-'), folder].filter((path) => text.includes(path))
      expect(found).toEqual([])
    },
  )

  it('lists its stacks with what each needs, for a matrix', () => {
    synthesize({ outdir: folder, systems })
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
      stacks: Record<string, { dependencies: string[] }>
    }
    const needs = new Map(
      Object.entries(manifest.stacks).map(([name, { dependencies }]) => [name, dependencies]),
    )
    expect(needs.size).toBe(48)
    expect(needs.get('aiuteur-dev-foundation')).toEqual([])
    expect(needs.get('aiuteur-dev-backend')).toEqual(
      ['foundation', 'network', 'storage', 'auth'].map((stack) => `aiuteur-dev-${stack}`),
    )
    expect(needs.get('community-dev-functions')).toEqual(
      ['foundation', 'network', 'storage', 'realtime'].map((stack) => `community-dev-${stack}`),
    )
    // Database and auth are kept, and nothing waits for what is not there.
    expect([...needs.keys()].filter((name) => /community-.*-(?:database|auth|frontend)$/.test(name))).toEqual(
      [],
    )
  })

  it('removes a stack that is no longer configured', () => {
    const old = join(folder, 'stacks', 'aiuteur-dev-gone')
    mkdirSync(old, { recursive: true })
    writeFileSync(join(old, 'cdk.tf.json'), '{}')
    synthesize({ outdir: folder, systems })
    expect(existsSync(old)).toBe(false)
  })

  it('fails with the faults of all systems and writes nothing', () => {
    const one = changed((input) => (input.phases.foundation = 'keep'))
    const two = changed((input) => {
      input.name = 'second'
      input.phases.decommission = 'new'
    })
    const outdir = join(folder, 'out')
    expect(() => synthesize({ outdir, systems: [one, two] })).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        faults: [
          'aiuteur: phases.foundation: keep given, expected new',
          'second: phases.decommission: new given, expected migrate or keep',
        ],
      }) as ConfigError,
    )
    expect(existsSync(outdir)).toBe(false)
  })

  it('fails with exit code 2 and a line for each fault', () => {
    const lines: string[] = []
    const faulty = changed((input) => {
      input.phases.foundation = 'keep'
      delete input.userPool
    })
    const code = synthesizeAndReport({ outdir: join(folder, 'out'), systems: [faulty] }, (line) =>
      lines.push(line),
    )
    expect(code).toBe(2)
    expect(lines).toEqual([
      'aiuteur cannot be synthesised:',
      '  phases.foundation: keep given, expected new',
      '  userPool: missing, an app has auth',
    ])
  })

  it.each(systems.map(({ name }) => name))('has these kinds of resources in %s', (system) => {
    const types = [...synthesized()]
      .filter(([name]) => name.startsWith(`${system}-dev`))
      .flatMap(([, { resources }]) => resources.map(({ type }) => type))
    const kinds = [...new Set(types)]
      .sort()
      .map((type) => `${type} ${types.filter((other) => other === type).length}`)
    expect(kinds.length).toBeLessThan(100)
    expect(kinds).toMatchSnapshot()
  })
})
