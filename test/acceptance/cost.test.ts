import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../helpers/source-files'

const STACK = 'aiuteur-dev-backend'

let outdir: string

beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'cost-'))
})

afterAll(() => rm(outdir, { recursive: true, force: true }))

/** No account, no credentials: nothing but a folder to write to. */
function migrate(...args: readonly string[]): Promise<{ exit: number; out: string }> {
  const line = ['--import', 'tsx', join(ROOT, 'scripts/bin.ts'), ...args]
  const env = { PATH: process.env['PATH'], HOME: outdir, CDKTF_OUT: outdir }
  return new Promise((resolve) => {
    execFile(process.execPath, line, { cwd: ROOT, env, maxBuffer: 2 ** 26 }, (error, out) => {
      resolve({ exit: typeof error?.code === 'number' ? error.code : 0, out })
    })
  })
}

interface Estimate {
  readonly lines: readonly { type: string; stack: string; path: string; usd: { expected: number } }[]
  readonly unknown: readonly object[]
}

async function costOf(...options: readonly string[]): Promise<Estimate> {
  const { exit, out } = await migrate('cost', 'aiuteur/dev', '--json', ...options)
  expect(exit).toBe(0)
  return (JSON.parse(out) as { reports: [{ estimate: Estimate }] }).reports[0].estimate
}

const tasksOf = ({ lines }: Estimate) =>
  lines.filter(({ type, stack }) => type === 'aws_ecs_task_definition' && stack === STACK)

describe('migrate cost', () => {
  it('prices the plan of a stack as what is synthesised for it', async () => {
    const synthesized = await costOf()
    const json: unknown = JSON.parse(await readFile(join(outdir, 'stacks', STACK, 'cdk.tf.json'), 'utf8'))
    const { resource } = json as { resource: Record<string, Record<string, object>> }
    const changes = Object.entries(resource['aws_ecs_task_definition'] ?? {}).map(([name, after]) => ({
      address: `aws_ecs_task_definition.${name}`,
      type: 'aws_ecs_task_definition',
      name,
      change: { after, after_unknown: {} },
    }))
    const path = join(outdir, 'plan.json')
    await writeFile(path, JSON.stringify({ format_version: '1.2', resource_changes: changes }))
    const planned = await costOf('--plan', path, '--stack', STACK)
    expect(planned.unknown).toEqual([])
    expect(tasksOf(synthesized).length).toBeGreaterThan(0)
    expect(tasksOf(planned)).toEqual(tasksOf(synthesized))
  })
})
