import type { Job, Step, WorkflowTemplate } from '@actions/workflow-parser/model/workflow-template'
import { readFileSync } from 'node:fs'
import { githubParser } from './github-parser'
import {
  WorkflowError,
  type InputDefinition,
  type JobModel,
  type StepModel,
  type WorkflowModel,
} from './model'
import { Expression, mapOf, sourceText, templateOf, type Template, type TemplateMap } from './template'

// What a file may ask for that this runner does not do. Ignoring it would run something else than GitHub does.
const UNKNOWN_JOB_KEYS = [
  'strategy',
  'container',
  'services',
  'uses',
  'snapshot',
  'defaults',
  'continue-on-error',
]
const UNKNOWN_STEP_KEYS = ['background', 'wait', 'wait-all', 'cancel', 'parallel']
const SHELLS = ['', 'bash']

/**
 * Reads a workflow with GitHub's own parser.
 * @throws WorkflowError with everything GitHub would refuse, or that this runner cannot run
 */
export async function readWorkflow(file: string): Promise<WorkflowModel> {
  return parseWorkflowText(file, readFileSync(file, 'utf8'))
}

/** The same for a text; `file` is only its name. @throws WorkflowError */
export async function parseWorkflowText(file: string, content: string): Promise<WorkflowModel> {
  const parser = githubParser().workflows
  const { context, value } = parser.parseWorkflow(
    { name: file, content },
    new parser.NoOperationTraceWriter(),
  )
  const template = value ? await parser.convertWorkflowTemplate(context, value) : undefined
  const faults = context.errors.getErrors().map((error) => error.message)
  if (faults.length > 0 || !template) throw new WorkflowError(file, faults)
  const root = mapOf(templateOf(value))
  const model = modelOf(file, template, root)
  const unknown = unknownParts(root, model)
  if (unknown.length > 0) throw new WorkflowError(file, unknown)
  return model
}

function modelOf(file: string, template: WorkflowTemplate, root: TemplateMap): WorkflowModel {
  const run = mapOf(mapOf(root['defaults'])['run'])
  const rawJobs = mapOf(root['jobs'])
  return {
    file,
    name: sourceText(root['name']),
    root,
    events: Object.keys(template.events),
    inputs: inputsOf(template),
    env: root['env'] ?? null,
    defaults: { shell: run['shell'] ?? null, workingDirectory: run['working-directory'] ?? null },
    jobs: template.jobs.flatMap((job) =>
      job.type === 'job' ? [jobOf(job, mapOf(rawJobs[job.id.value]), root['permissions'] ?? null)] : [],
    ),
  }
}

function inputsOf({ events }: WorkflowTemplate): Record<string, InputDefinition> {
  const entries = Object.entries(events.workflow_dispatch?.inputs ?? {})
  return Object.fromEntries(
    entries.map(([name, input]) => [
      name,
      {
        type: input.type,
        required: input.required ?? false,
        ...(input.default !== undefined && { default: input.default }),
        ...(input.options && { options: input.options }),
      },
    ]),
  )
}

function jobOf(job: Job, raw: TemplateMap, permissions: Template): JobModel {
  const rawSteps = Array.isArray(raw['steps']) ? raw['steps'] : []
  const environment = raw['environment'] ?? null
  return {
    id: job.id.value,
    name: raw['name'] ?? null,
    needs: (job.needs ?? []).map((need) => need.value),
    if: new Expression(job.if.expression, job.if.source ?? job.if.expression),
    env: raw['env'] ?? null,
    environment: mapOf(environment)['name'] ?? environment,
    outputs: raw['outputs'] ?? null,
    timeoutMinutes: raw['timeout-minutes'] ?? null,
    permissions: raw['permissions'] ?? permissions,
    steps: job.steps.flatMap((step, index) => stepOf(step, mapOf(rawSteps[index]))),
  }
}

function stepOf(step: Step, raw: TemplateMap): StepModel[] {
  if (!('run' in step) && !('uses' in step)) return []
  const base = {
    id: step.id,
    name: raw['name'] ?? null,
    if: new Expression(step.if.expression, step.if.source ?? step.if.expression),
    env: raw['env'] ?? null,
    continueOnError: raw['continue-on-error'] ?? false,
    timeoutMinutes: raw['timeout-minutes'] ?? null,
  }
  if ('uses' in step) return [{ ...base, kind: 'action', uses: step.uses.value, with: raw['with'] ?? null }]
  return [
    {
      ...base,
      kind: 'run',
      run: raw['run'] ?? '',
      shell: raw['shell'] ?? null,
      workingDirectory: raw['working-directory'] ?? null,
    },
  ]
}

function unknownParts(root: TemplateMap, { jobs, defaults }: WorkflowModel): string[] {
  const rawJobs = Object.entries(mapOf(root['jobs']))
  const jobKeys = rawJobs.flatMap(([id, job]) =>
    UNKNOWN_JOB_KEYS.filter((key) => key in mapOf(job)).map((key) => `job ${id}: cannot run "${key}" here`),
  )
  const stepKeys = rawJobs.flatMap(([id, job]) => {
    const steps = mapOf(job)['steps']
    const keys = Array.isArray(steps) ? steps.flatMap((step) => Object.keys(mapOf(step))) : []
    return UNKNOWN_STEP_KEYS.filter((key) => keys.includes(key)).map(
      (key) => `job ${id}: cannot run "${key}" here`,
    )
  })
  const shells = jobs.flatMap(({ id, steps }) =>
    steps.flatMap((step) => {
      const shell = sourceText(step.kind === 'run' ? (step.shell ?? defaults.shell) : null)
      return SHELLS.includes(shell) ? [] : [`job ${id}, step ${step.id}: cannot run shell "${shell}" here`]
    }),
  )
  return [...jobKeys, ...stepKeys, ...shells]
}
