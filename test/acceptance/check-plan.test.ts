import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../helpers/source-files'

const PLAN = join(ROOT, 'test/unit/plan/fixtures/resources.json')

let outdir: string

beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'check-plan-'))
})

afterAll(() => rm(outdir, { recursive: true, force: true }))

interface Ended {
  readonly exit: number
  readonly out: string
}

/** No account, no credentials: nothing but a folder to write to. */
function migrate(...args: readonly string[]): Promise<Ended> {
  const line = ['--import', 'tsx', join(ROOT, 'scripts/bin.ts'), ...args]
  const env = { PATH: process.env['PATH'], HOME: outdir, CDKTF_OUT: outdir }
  return new Promise((resolve) => {
    execFile(process.execPath, line, { cwd: ROOT, env, maxBuffer: 2 ** 26 }, (error, out) => {
      resolve({ exit: typeof error?.code === 'number' ? error.code : 0, out })
    })
  })
}

describe('migrate check-plan', () => {
  it('finds all systems clean, and shows the waivers in force: exit 0', async () => {
    const { exit, out } = await migrate('check-plan')
    expect(out).toMatch(/rules, \d+ resources in \d+ stacks: no findings, \d+ waived/)
    expect(out).toContain('Waivers in force:')
    expect(exit).toBe(0)
  })

  it('looks at the targets it is given, and prints exactly one JSON value', async () => {
    const { exit, out } = await migrate('check-plan', 'studio', 'aiuteur/dev', '--json')
    const json = JSON.parse(out) as {
      verdict: string
      stacks: string[]
      waived: { finding: { stack: string } }[]
    }
    expect(exit).toBe(0)
    expect(json.verdict).toBe('pass')
    expect(json.stacks).toContain('studio-prod-backend')
    expect(json.stacks.filter((stack) => /^(?:community|aiuteur-prod)/.test(stack))).toEqual([])
    expect(json.waived.filter(({ finding }) => !json.stacks.includes(finding.stack))).toEqual([])
  })

  it('fails with exit 4 where a plan would open a port to the world', async () => {
    const { exit, out } = await migrate('check-plan', '--plan', PLAN, '--stack', 'aiuteur-dev-network')
    expect(exit).toBe(4)
    expect(out).toContain('aiuteur-dev-network web: rule is tcp 5432 from any address')
    expect(out).toContain('-> Open ports to security groups')
  })

  it.each([
    ['a target that does not exist', ['check-plan', 'nobody/nowhere']],
    ['a plan of no stack', ['check-plan', '--plan', PLAN]],
    ['a plan of a stack that does not exist', ['check-plan', '--plan', PLAN, '--stack', 'nobody']],
    ['a plan that cannot be read', ['check-plan', '--plan', '/nowhere', '--stack', 'aiuteur-dev-network']],
  ])('fails with exit 2 for %s', async (_name, line) => {
    const { exit, out } = await migrate(...line, '--json')
    expect(exit).toBe(2)
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'USAGE' } })
  })
})
