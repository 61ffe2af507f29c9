import type { Double } from './doubles'
import type { Value, ValueMap } from './evaluate'
import type { OnLine } from './log'

export type Conclusion = 'success' | 'failure' | 'skipped' | 'cancelled'

export interface StepInfo {
  id: string
  name: string
}

export interface StepResult extends StepInfo {
  kind: 'run' | 'action'
  /** What the step did; `conclusion` is the same unless `continue-on-error` forgives a failure. */
  outcome: Conclusion
  conclusion: Conclusion
  /** Of the process, where there was one. */
  exitCode?: number | null
  seconds: number
  outputs: Record<string, string>
  /** Why it failed, where no process says so. */
  error?: string
}

export interface Approval {
  environment: string
  approved: boolean
  /** How long it was waited for. */
  seconds: number
}

export interface JobResult {
  id: string
  name: string
  result: Conclusion
  approval?: Approval
  outputs: Record<string, string>
  steps: StepResult[]
  seconds: number
  /** What its steps wrote to the job summary, Markdown. */
  summary: string
  error?: string
}

export interface WorkflowResult {
  conclusion: 'success' | 'failure' | 'cancelled'
  jobs: JobResult[]
}

export interface EnvironmentSettings {
  vars?: Record<string, string>
  secrets?: Record<string, string>
}

export interface RunOptions {
  /** Path of the workflow file. */
  file: string
  /** Where the steps run: the root of the repository. */
  cwd: string
  /** Inputs of workflow_dispatch; defaults and types are those of the file. */
  inputs?: Record<string, string | boolean | number>
  /** Of the repository: every job sees them. */
  vars?: Record<string, string>
  secrets?: Record<string, string>
  /** Of GitHub Environments, by name: only a job in that environment sees them. */
  environments?: Record<string, EnvironmentSettings>
  /** The machine's environment, which every step inherits (PATH, HOME, AWS_ENDPOINT_URL …). */
  env: Record<string, string | undefined>
  /** By `owner/name`; before the built-in ones. */
  doubles?: Record<string, Double>
  /** Asked for each job with an environment; without it every environment is approved. */
  approve?: (environment: string) => Promise<boolean>
  onLine?: OnLine
  /** Before and after each step that is not skipped; waited for. At the end it is given the result. */
  onStep?: (job: string, step: StepInfo | StepResult, at: 'start' | 'end') => void | Promise<void>
  /** Name and payload of the event; workflow_dispatch where the file has it. */
  event?: { name: string; payload?: ValueMap }
  /** More of the `github` context (`repository`, `sha`, `ref` …). */
  github?: Record<string, Value>
  /** Where uploaded artifacts and temporary files go; a folder that the caller removes. */
  workDir: string
  signal?: AbortSignal
}
