import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { bundlePrograms, functionCode } from '../../../cdktf/function-code'
import { ROOT } from '../../helpers/source-files'

const PROGRAMS = ['authorizer', 'tap-worker']

/** Some of the programs in another folder, with the same packages. */
function withCopy<T>(work: (root: string) => T, from = ROOT): T {
  const root = mkdtempSync(join(tmpdir(), 'another-place-'))
  try {
    for (const folder of ['shared', ...PROGRAMS.map((program) => `functions/${program}`)]) {
      cpSync(join(from, 'services', folder), join(root, 'services', folder), { recursive: true })
    }
    for (const file of ['package.json', 'tsconfig.json']) cpSync(join(from, file), join(root, file))
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'))
    return work(root)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

const hashes = (root: string) =>
  bundlePrograms(root).map(({ program, zip }) => [program, createHash('sha256').update(zip).digest('hex')])

describe('the code of a function', () => {
  it('is the same bytes from any folder, and each time', () => {
    withCopy((here) => {
      const first = hashes(here)
      expect(first.map(([program]) => program)).toEqual(PROGRAMS)
      expect(hashes(here)).toEqual(first)
      expect(withCopy(hashes, here)).toEqual(first)
    })
  })

  it('changes with its sources, and with them alone', () => {
    const changed = withCopy((root) => {
      const before = new Map(bundlePrograms(root).map(({ program, zip }) => [program, zip]))
      const file = join(root, 'services/functions/tap-worker/tallies.ts')
      writeFileSync(file, readFileSync(file, 'utf8').replace('30 * 86_400', '31 * 86_400'))
      return bundlePrograms(root).flatMap(({ program, zip }) =>
        Buffer.from(zip).equals(Buffer.from(before.get(program) ?? [])) ? [] : [program],
      )
    })
    expect(changed).toEqual(['tap-worker'])
  })

  it('is one file that anybody may read, without a path of this machine', () => {
    const { path, sourceCodeHash } = functionCode('tap-worker')
    const zip = readFileSync(path)
    expect(createHash('sha256').update(zip).digest('base64')).toBe(sourceCodeHash)
    const files = unzipSync(zip)
    expect(Object.keys(files)).toEqual(['index.js'])
    expect(Buffer.from(files['index.js'] ?? []).toString('utf8')).not.toContain(ROOT)
    // External attributes in the central directory, at its end: Unix mode -rw-r--r--.
    const directory = zip.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'))
    expect(zip.readUInt32LE(directory + 38) >>> 16).toBe(0o100644)
  })

  it('runs: it exports the handler, and asks for its settings by name', () => {
    const bundle = unzipSync(readFileSync(functionCode('tap-worker').path))['index.js']
    const folder = mkdtempSync(join(ROOT, 'node_modules', '.cache', 'function-'))
    try {
      const file = join(folder, 'index.cjs')
      writeFileSync(file, bundle ?? '')
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      expect(() => require(file) as unknown).toThrow('TABLE_TALLIES')
      process.env['TABLE_TALLIES'] = 'tallies'
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      expect(require(file)).toMatchObject({ handler: expect.any(Function) as unknown })
    } finally {
      delete process.env['TABLE_TALLIES']
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('is made once', () => {
    expect(functionCode('tap-worker')).toBe(functionCode('tap-worker'))
    expect(existsSync(functionCode('authorizer').path)).toBe(true)
  })

  it('fails for a program that does not exist, naming those that do', () => {
    expect(() => functionCode('nonsense')).toThrow(
      /no program services\/functions\/nonsense\/handler\.ts, expected one of authorizer, .*tap-worker/,
    )
  })

  it('fails for a program that cannot be bundled, with the file and line', () => {
    withCopy((root) => {
      writeFileSync(
        join(root, 'services/functions/authorizer/handler.ts'),
        "import './gone'\nexport const handler = 1\n",
      )
      expect(() => bundlePrograms(root)).toThrow(/services\/functions\/authorizer\/handler\.ts:1:7/)
    })
  })
})
