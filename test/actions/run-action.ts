import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runWorkflow } from '../../scripts/rehearsal/workflow/run-workflow'
import type { StepResult } from '../../scripts/rehearsal/workflow/run-types'
import { ROOT } from '../helpers/source-files'

export interface ActionRun extends StepResult {
  log: string
  summary: string
}

export interface ActionOptions {
  name: string
  inputs: Record<string, string>
  env?: Record<string, string>
  github?: Record<string, string>
  signal?: AbortSignal
  onLine?: (line: string) => void
}

/** A folder that is gone when `work` is done. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'action-test-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs the built action by a workflow of one step: defaults of action.yml, INPUT_* and GITHUB_* files as GitHub does. */
export async function runAction(folder: string, options: ActionOptions): Promise<ActionRun> {
  const lines: string[] = []
  const values = Object.entries(options.inputs).map(
    ([name, value]) => `          ${name}: ${JSON.stringify(value)}`,
  )
  const file = join(folder, 'workflow.yml')
  writeFileSync(
    file,
    [...HEAD, `      - uses: ./.github/actions/${options.name}`, '        with:', ...values, ''].join('\n'),
  )
  const { jobs } = await runWorkflow({
    file,
    cwd: ROOT,
    workDir: join(folder, 'work'),
    env: { ...process.env, ...options.env },
    ...(options.github && { github: options.github }),
    ...(options.signal && { signal: options.signal }),
    onLine: (line) => {
      lines.push(line)
      options.onLine?.(line)
    },
  })
  const [job] = jobs
  const [step] = job?.steps ?? []
  if (!job || !step) throw new Error('the job did not run')
  return { ...step, log: lines.join('\n'), summary: job.summary }
}

const HEAD = ['on: push', 'jobs:', '  one:', '    runs-on: ubuntu-24.04', '    steps:']

/** False for a zombie too: in a container nobody may be there to collect it. */
export function isAlive(pid: number): boolean {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
  return state !== '' && !state.startsWith('Z')
}
