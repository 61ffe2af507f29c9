import { mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { githubEnv } from './contexts'
import { evaluate, evaluateText, evaluateTexts, isTrue, type Scope, type ValueMap } from './evaluate'
import type { Log } from './log'
import type { JobModel, StepModel, WorkflowModel } from './model'
import { runStep, type StepRun } from './run-step'
import type { Conclusion, JobResult, RunOptions, StepResult } from './run-types'
import { sourceText } from './template'

/** GitHub's own limit for a job that names none. */
const DEFAULT_TIMEOUT_MINUTES = 360

export interface JobSetting {
  model: WorkflowModel
  options: RunOptions
  /** `github`, `inputs`, `vars`, `secrets`, `needs`. */
  contexts: ValueMap
  log: Log
  signal: AbortSignal
}

/** Runs the steps of a job that is due, in order, each if its condition holds. */
export async function runJob(job: JobModel, setting: JobSetting): Promise<Omit<JobResult, 'approval'>> {
  const started = performance.now()
  const run = new JobRun(job, setting)
  for (const step of job.steps) await run.step(step)
  return { ...run.finish(), seconds: (performance.now() - started) / 1000 }
}

class JobRun {
  private readonly job: JobModel
  private readonly setting: JobSetting
  private readonly temporary: string
  private readonly signal: AbortSignal
  private readonly background: (() => void)[] = []
  private readonly exported: Record<string, string> = {}
  private readonly steps: StepResult[] = []
  private readonly summaries: string[] = []
  private readonly workflowEnv: Record<string, string>
  private readonly jobEnv: Record<string, string>
  private path: string

  constructor(job: JobModel, setting: JobSetting) {
    this.job = job
    this.setting = setting
    mkdirSync(setting.options.workDir, { recursive: true })
    this.temporary = mkdtempSync(join(setting.options.workDir, `${job.id}-`))
    this.path = setting.options.env['PATH'] ?? ''
    this.workflowEnv = evaluateTexts(setting.model.env, this.scope({}))
    this.jobEnv = evaluateTexts(job.env, this.scope(this.workflowEnv))
    const minutes = Number(evaluate(job.timeoutMinutes, this.scope({})) ?? DEFAULT_TIMEOUT_MINUTES)
    this.signal = withTimeout(setting.signal, minutes)
  }

  async step(step: StepModel): Promise<void> {
    const scope = this.scope(this.env())
    const name = this.nameOf(step, scope)
    const { id } = step
    if (this.signal.aborted || !isTrue(step.if, scope)) {
      const conclusion = this.signal.aborted ? 'cancelled' : 'skipped'
      this.steps.push({ id, name, kind: step.kind, outcome: conclusion, conclusion, seconds: 0, outputs: {} })
      return
    }
    await this.setting.options.onStep?.(this.job.id, { id, name }, 'start')
    const result = await this.run(step, name)
    this.steps.push(result)
    await this.setting.options.onStep?.(this.job.id, result, 'end')
  }

  finish(): Omit<JobResult, 'approval' | 'seconds'> {
    for (const kill of this.background) kill()
    const scope = this.scope(this.env())
    const outputs = Object.entries(evaluateTexts(this.job.outputs, scope))
    return {
      id: this.job.id,
      name: evaluateText(this.job.name, scope) || this.job.id,
      result: this.conclusion(),
      // GitHub drops an output of a job that may hold a secret.
      outputs: Object.fromEntries(outputs.filter(([, value]) => this.setting.log.mask(value) === value)),
      steps: this.steps,
      summary: this.setting.log.mask(this.summaries.join('')),
    }
  }

  private async run(step: StepModel, name: string): Promise<StepResult> {
    const started = performance.now()
    const base = { id: step.id, name, kind: step.kind }
    const seconds = (): number => (performance.now() - started) / 1000
    try {
      const ran = await this.runProgram(step, name)
      this.background.push(ran.killRest)
      this.take(ran)
      const outcome = this.outcomeOf(ran)
      const conclusion = this.conclusionOf(step, outcome)
      return {
        ...base,
        outcome,
        conclusion,
        exitCode: ran.exitCode,
        seconds: seconds(),
        outputs: ran.results.outputs,
      }
    } catch (error) {
      const text = this.setting.log.mask(error instanceof Error ? error.message : String(error))
      this.setting.log.print(`error: ${text}`, { job: this.job.id, step: name })
      const outcome = this.setting.signal.aborted ? 'cancelled' : 'failure'
      const conclusion = this.conclusionOf(step, outcome)
      return { ...base, outcome, conclusion, seconds: seconds(), outputs: {}, error: text }
    }
  }

  private runProgram(step: StepModel, name: string): Promise<StepRun> {
    const { model, options, log } = this.setting
    const env = { ...this.env(), ...evaluateTexts(step.env, this.scope(this.env())) }
    const minutes = evaluate(step.timeoutMinutes, this.scope(env))
    return runStep(step, {
      job: this.job.id,
      step: name,
      model,
      options,
      permissions: this.job.permissions,
      scope: this.scope(env),
      env: {
        ...machineEnv(options.env),
        ...env,
        ...githubEnv(this.githubContext(), this.temporary),
        PATH: this.path,
      },
      temporary: this.temporary,
      artifacts: join(options.workDir, 'artifacts'),
      log,
      signal: minutes === null ? this.signal : withTimeout(this.signal, Number(minutes)),
    })
  }

  private take({ results }: StepRun): void {
    Object.assign(this.exported, results.env)
    this.path = [...results.path.toReversed(), this.path].join(':')
    this.summaries.push(results.summary)
  }

  private outcomeOf({ exitCode }: StepRun): Conclusion {
    if (this.setting.signal.aborted) return 'cancelled'
    return exitCode === 0 ? 'success' : 'failure'
  }

  private conclusionOf(step: StepModel, outcome: Conclusion): Conclusion {
    const forgiven = evaluate(step.continueOnError, this.scope(this.env())) === true
    return outcome === 'failure' && forgiven ? 'success' : outcome
  }

  private conclusion(): Conclusion {
    if (this.setting.signal.aborted) return 'cancelled'
    const failed = this.signal.aborted || this.steps.some(({ conclusion }) => conclusion === 'failure')
    return failed ? 'failure' : 'success'
  }

  /** The `env` context: what the file and the steps set, not the machine's. */
  private env(): Record<string, string> {
    return { ...this.workflowEnv, ...this.jobEnv, ...this.exported }
  }

  private scope(env: Record<string, string>): Scope {
    const failure = this.steps.some(({ conclusion }) => conclusion === 'failure')
    const steps = this.steps.map(({ id, outputs, outcome, conclusion }) => [
      id,
      { outputs, outcome, conclusion },
    ])
    return {
      contexts: {
        matrix: {},
        strategy: {},
        ...this.setting.contexts,
        github: this.githubContext(),
        env,
        steps: Object.fromEntries(steps) as ValueMap,
        job: { status: failure ? 'failure' : 'success' },
        runner: { os: 'Linux', arch: 'X64', name: 'local', temp: this.temporary },
      },
      status: { success: !failure, failure, cancelled: this.setting.signal.aborted },
    }
  }

  private githubContext(): ValueMap {
    const { github } = this.setting.contexts
    return {
      ...(typeof github === 'object' && github !== null && !Array.isArray(github) ? github : {}),
      job: this.job.id,
    }
  }

  private nameOf(step: StepModel, scope: Scope): string {
    const name = this.setting.log.mask(evaluateText(step.name, scope))
    return name === '' ? defaultName(step) : name
  }
}

function defaultName(step: StepModel): string {
  return step.kind === 'action' ? step.uses : (sourceText(step.run).split('\n')[0] ?? '').trim()
}

/** The timer keeps its controller alive: a signal of AbortSignal.timeout may be collected before it fires. */
function withTimeout(signal: AbortSignal, minutes: number): AbortSignal {
  const late = new AbortController()
  setTimeout(() => late.abort(new Error(`timed out after ${minutes} min`)), minutes * 60_000).unref()
  return AbortSignal.any([signal, late.signal])
}

function machineEnv(env: RunOptions['env']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
