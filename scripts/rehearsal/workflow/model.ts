import type { Expression, Template, TemplateMap } from './template'

export interface InputDefinition {
  type: string
  required: boolean
  default?: string | boolean | number
  options?: string[]
}

interface StepBase {
  id: string
  /** Null where it has none: it is then called by what it runs. */
  name: Template
  if: Expression
  env: Template
  continueOnError: Template
  timeoutMinutes: Template
}

export interface RunStep extends StepBase {
  kind: 'run'
  run: Template
  shell: Template
  workingDirectory: Template
}

export interface ActionStep extends StepBase {
  kind: 'action'
  uses: string
  with: Template
}

export type StepModel = RunStep | ActionStep

export interface JobModel {
  id: string
  name: Template
  needs: string[]
  if: Expression
  env: Template
  /** The name of the GitHub Environment, or null. */
  environment: Template
  outputs: Template
  timeoutMinutes: Template
  /** The job's own, or the workflow's where it has none. */
  permissions: Template
  steps: StepModel[]
}

/** A workflow file, read by GitHub's own parser, of the kind we can run. */
export interface WorkflowModel {
  file: string
  name: string
  /** The file as it was parsed, for checks that look at keys the model leaves out. */
  root: TemplateMap
  events: string[]
  inputs: Record<string, InputDefinition>
  env: Template
  defaults: { shell: Template; workingDirectory: Template }
  jobs: JobModel[]
}

/** A workflow or an action that is not valid, or that asks for something this runner does not do. */
export class WorkflowError extends Error {
  readonly file: string
  readonly faults: readonly string[]

  constructor(file: string, faults: readonly string[]) {
    super(`${file}:\n${faults.map((fault) => `- ${fault}`).join('\n')}`)
    this.name = 'WorkflowError'
    this.file = file
    this.faults = faults
  }
}
