import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runWorkflow } from '../../../scripts/rehearsal/workflow/run-workflow'
import type { RunOptions, StepResult, WorkflowResult } from '../../../scripts/rehearsal/workflow/run-types'

export interface TextRun extends WorkflowResult {
  lines: string[]
  /** A step by its id, of the first job that has it. */
  step: (id: string) => StepResult
  results: () => Record<string, string>
}

/** Runs a workflow given as text in a folder of its own, with these files beside it. */
export async function runText(
  text: string,
  options: Partial<RunOptions> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<TextRun> {
  const cwd = mkdtempSync(join(tmpdir(), 'workflow-test-'))
  const lines: string[] = []
  try {
    for (const [path, content] of Object.entries({ 'workflow.yml': text, ...files })) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true })
      writeFileSync(join(cwd, path), content)
    }
    const result = await runWorkflow({
      file: join(cwd, 'workflow.yml'),
      cwd,
      workDir: join(cwd, 'work'),
      env: { PATH: process.env['PATH'], HOME: cwd },
      onLine: (line) => lines.push(line),
      ...options,
    })
    return { ...result, lines, step: (id) => stepOf(result, id), results: () => resultsOf(result) }
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

function stepOf({ jobs }: WorkflowResult, id: string): StepResult {
  const found = jobs.flatMap(({ steps }) => steps).find((step) => step.id === id)
  if (!found) throw new Error(`there is no step ${id}`)
  return found
}

function resultsOf({ jobs }: WorkflowResult): Record<string, string> {
  return Object.fromEntries(jobs.map(({ id, result }) => [id, result]))
}
