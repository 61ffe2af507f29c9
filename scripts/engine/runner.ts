import type { ActionScope, Journal } from './journal'
import type { Action, ActionResult } from './phase'
import type { Progress } from './progress'

export interface ActionOutcome {
  id: string
  title: string
  status: 'done' | 'already done' | 'would run'
  seconds: number
  result?: ActionResult
}

export interface RunOptions {
  journal: Journal
  scope: ActionScope
  actions: readonly Action[]
  progress: Progress
  dryRun: boolean
  now?: () => number
}

/**
 * Runs the actions in order and writes the journal with the work. What is recorded as done in this attempt is
 * skipped, except actions that repeat. A dry run returns the very list that would run and changes nothing.
 */
export async function runActions(options: RunOptions): Promise<ActionOutcome[]> {
  const outcomes: ActionOutcome[] = []
  for (const action of options.actions) outcomes.push(await runOne(options, action))
  return outcomes
}

async function runOne(options: RunOptions, action: Action): Promise<ActionOutcome> {
  const { journal, scope, progress } = options
  const outcome = { id: action.id, title: action.title, seconds: 0 }
  const before = await journal.action(scope, action.id)
  if (before?.status === 'done' && action.repeats !== true) {
    return { ...outcome, status: 'already done', ...(before.result ? { result: before.result } : {}) }
  }
  if (options.dryRun) return { ...outcome, status: 'would run' }
  const now = options.now ?? Date.now
  const started = now()
  await journal.saveAction(scope, action.id, { status: 'started' })
  let result: ActionResult
  try {
    result = await action.run()
  } catch (error) {
    await noteFailure(options, action, error)
    throw error
  }
  await journal.saveAction(scope, action.id, { status: 'done', result })
  const seconds = (now() - started) / 1000
  progress.line(`${action.title}: ${result.summary}`)
  return { ...outcome, status: 'done', seconds, result }
}

/** The failure itself matters more than a journal that cannot take it (a lost lease, say). */
async function noteFailure(options: RunOptions, action: Action, error: unknown): Promise<void> {
  const summary = error instanceof Error ? error.message : String(error)
  try {
    await options.journal.saveAction(options.scope, action.id, { status: 'failed', result: { summary } })
  } catch (cause) {
    options.progress.line(`the journal could not record that "${action.id}" failed: ${String(cause)}`)
  }
}
