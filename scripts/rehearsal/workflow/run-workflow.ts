import { githubContext, inputValues } from './contexts'
import { evaluateText, isTrue, type Scope, type ValueMap } from './evaluate'
import { Log } from './log'
import type { JobModel, WorkflowModel } from './model'
import { readWorkflow } from './read-workflow'
import { runJob, type JobSetting } from './run-job'
import type { Approval, Conclusion, JobResult, RunOptions, WorkflowResult } from './run-types'

/**
 * Runs the jobs of a workflow file on this machine: read by GitHub's own parser, conditions and values by GitHub's own
 * evaluator, `run` steps by bash, local actions by their `dist/`, other actions by stand-ins. Jobs run one after
 * another, in the order their `needs` ask for. Aborting ends the running step with everything it started, and the run.
 * @throws WorkflowError where GitHub would refuse the file or the inputs, or where it asks for what we do not run
 */
export async function runWorkflow(options: RunOptions): Promise<WorkflowResult> {
  const model = await readWorkflow(options.file)
  const inputs = inputValues(model, options.inputs)
  const log = new Log(allSecrets(options), options.onLine ?? (() => undefined))
  const run = { model, options, log, inputs, github: githubContext(model, options, inputs) }
  const done = new Map<string, JobResult>()
  for (const job of inOrder(model.jobs)) done.set(job.id, await runDueJob(job, done, run))
  const jobs = model.jobs.flatMap(({ id }) => done.get(id) ?? [])
  return { conclusion: conclusionOf(jobs), jobs }
}

interface Run {
  model: WorkflowModel
  options: RunOptions
  log: Log
  inputs: ValueMap
  github: ValueMap
}

async function runDueJob(job: JobModel, done: ReadonlyMap<string, JobResult>, run: Run): Promise<JobResult> {
  const { options, model, log } = run
  const signal = options.signal ?? new AbortController().signal
  const scope = scopeOf(job, done, run)
  const empty = { id: job.id, name: job.id, outputs: {}, steps: [], seconds: 0, summary: '' }
  if (signal.aborted) return { ...empty, result: 'cancelled' }
  if (!isTrue(job.if, scope)) return { ...empty, result: 'skipped' }
  const environment = evaluateText(job.environment, scope)
  const approval = environment === '' ? undefined : await askApproval(environment, options)
  if (approval?.approved === false)
    return { ...empty, result: 'failure', approval, error: 'the approval was refused' }
  // A repository's own values first: an environment's come over them.
  const own = options.environments?.[environment]
  const contexts = {
    ...scope.contexts,
    vars: { ...options.vars, ...own?.vars },
    secrets: { ...options.secrets, ...own?.secrets },
  }
  const setting: JobSetting = { model, options, log, signal, contexts }
  return { ...(await runJob(job, setting)), ...(approval && { approval }) }
}

async function askApproval(environment: string, { approve }: RunOptions): Promise<Approval> {
  const started = performance.now()
  const approved = approve ? await approve(environment) : true
  return { environment, approved, seconds: (performance.now() - started) / 1000 }
}

/** What the condition of a job can see. A job that needs one that failed or was skipped has no success(). */
function scopeOf(
  job: JobModel,
  done: ReadonlyMap<string, JobResult>,
  { options, model, github, inputs }: Run,
): Scope {
  const needed = job.needs.flatMap((id) => done.get(id) ?? [])
  const before = ancestors(job, done, model)
  const needs = needed.map(({ id, result, outputs }) => [id, { result, outputs }] as const)
  return {
    contexts: {
      github,
      inputs,
      vars: { ...options.vars },
      secrets: {},
      needs: Object.fromEntries(needs),
      env: {},
    },
    status: {
      success: needed.every(({ result }) => result === 'success'),
      failure: before.some(({ result }) => result === 'failure'),
      cancelled: before.some(({ result }) => result === 'cancelled'),
    },
  }
}

/** The results of everything the job depends on, near and far. */
function ancestors(
  job: JobModel,
  done: ReadonlyMap<string, JobResult>,
  { jobs }: Pick<WorkflowModel, 'jobs'>,
): JobResult[] {
  return job.needs.flatMap((id) => {
    const further = jobs
      .filter((other) => other.id === id)
      .flatMap((other) => ancestors(other, done, { jobs }))
    return [done.get(id), ...further].filter((result) => result !== undefined)
  })
}

/** Jobs after the ones they need. GitHub's parser has refused cycles and unknown names. */
function inOrder(jobs: readonly JobModel[]): JobModel[] {
  const ordered: JobModel[] = []
  const place = (job: JobModel): void => {
    if (ordered.includes(job)) return
    for (const need of job.needs) for (const other of jobs) if (other.id === need) place(other)
    ordered.push(job)
  }
  for (const job of jobs) place(job)
  return ordered
}

function conclusionOf(jobs: readonly JobResult[]): WorkflowResult['conclusion'] {
  const has = (conclusion: Conclusion): boolean => jobs.some(({ result }) => result === conclusion)
  if (has('failure')) return 'failure'
  return has('cancelled') ? 'cancelled' : 'success'
}

function allSecrets({ secrets, environments }: RunOptions): string[] {
  const sets = [secrets, ...Object.values(environments ?? {}).map((settings) => settings.secrets)]
  return sets.flatMap((set) => Object.values(set ?? {}))
}
