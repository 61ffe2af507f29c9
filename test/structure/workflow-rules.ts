import { Expression, mapOf, sourceText, type Template } from '../../scripts/rehearsal/workflow/template'
import type { StepModel, WorkflowModel } from '../../scripts/rehearsal/workflow/model'

/** A workflow or an action.yml as a rule sees it; only workflows have a model. */
export interface DeliveryFile {
  path: string
  text: string
  model?: WorkflowModel
}

/** A violation is one line; a rule sees one file. */
export interface WorkflowRule {
  states: string
  violations: (file: DeliveryFile) => string[]
}

/** What a job may write to, and why it must. */
const WRITES: Readonly<Record<string, string>> = {
  'id-token': 'credentials come by OIDC',
  'pull-requests': 'the plan is a comment',
}

export const WORKFLOW_RULES = {
  firstComment: {
    states: 'the first comment says what the workflow changes',
    violations: ({ text, model }) =>
      !model || /^# .*Changes /.test(text) ? [] : ['does not begin with "# … Changes …"'],
  },
  pinned: {
    states: 'foreign actions are pinned by SHA, with the version in a comment',
    violations: ({ text }) =>
      [...text.matchAll(/^\s*(?:- )?uses:\s*(?<action>.+)$/gm)].flatMap(({ groups }) => {
        const action = groups?.['action'] ?? ''
        return action.startsWith('./') || /@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action)
          ? []
          : [`not pinned: ${action}`]
      }),
  },
  permissions: {
    states: 'permissions are read at the top and written only where a job needs it',
    violations: ({ model }) => (model ? [...topPermissions(model), ...jobPermissions(model)] : []),
  },
  timeouts: {
    states: 'each job has a timeout',
    violations: ({ model }) =>
      (model?.jobs ?? []).flatMap(({ id, timeoutMinutes }) =>
        timeoutMinutes === null ? [`job ${id} has no timeout`] : [],
      ),
  },
  interpolation: {
    states: 'nothing is interpolated into a shell line',
    violations: ({ text, model }) => [
      ...stepsOf(model).flatMap((step) =>
        step.kind === 'run' && step.run instanceof Expression
          ? [`step ${step.id}: an expression inside run`]
          : [],
      ),
      // Actions have no model: their lines are looked at as text.
      ...(model ? [] : [...text.matchAll(/run:.*\$\{\{.*$/gm)].map(([line]) => line)),
    ],
  },
  concurrency: {
    states: 'runs that change something wait for each other, and none is dropped',
    violations: ({ model }) => (model ? concurrencyFaults(model) : []),
  },
  shell: {
    states: 'bash stops at the first failure, also inside a pipe',
    violations: ({ model }) =>
      !model || model.defaults.shell === 'bash' ? [] : ['defaults.run.shell is not bash'],
  },
  checkout: {
    states: 'a checkout leaves no token behind',
    violations: ({ model }) =>
      stepsOf(model).flatMap((step) =>
        step.kind === 'action' && step.uses.startsWith('actions/checkout@') && kept(step.with)
          ? ['checkout without persist-credentials: false']
          : [],
      ),
  },
  secrets: {
    states: 'secrets are read only behind an environment',
    violations: ({ model }) =>
      (model?.jobs ?? []).flatMap((job) =>
        job.environment === null && /secrets\./.test(JSON.stringify(job))
          ? [`job ${job.id} reads secrets`]
          : [],
      ),
  },
  triggers: {
    states: 'no code of a pull request runs with the rights of the main branch',
    violations: ({ model }) =>
      (model?.events ?? []).flatMap((event) =>
        ['pull_request_target', 'workflow_run'].includes(event) ? [`runs on ${event}`] : [],
      ),
  },
} as const satisfies Record<string, WorkflowRule>

function stepsOf(model: WorkflowModel | undefined): StepModel[] {
  return (model?.jobs ?? []).flatMap(({ steps }) => steps)
}

function kept(inputs: Template): boolean {
  return sourceText(mapOf(inputs)['persist-credentials']) !== 'false'
}

function topPermissions({ root }: WorkflowModel): string[] {
  const top = root['permissions'] ?? null
  if (top === null) return ['no permissions at the top']
  const grants = Object.entries(mapOf(top))
  const written = grants.filter(([, access]) => access !== 'read' && access !== 'none')
  return typeof top === 'string' || written.length > 0 ? ['the top grants more than read'] : []
}

function jobPermissions({ jobs }: WorkflowModel): string[] {
  return jobs.flatMap(({ id, permissions }) => {
    if (typeof permissions === 'string') return [`job ${id} has ${permissions}`]
    const written = Object.entries(mapOf(permissions)).filter(([, access]) => access === 'write')
    return written.flatMap(([scope]) => (scope in WRITES ? [] : [`job ${id} may write to ${scope}`]))
  })
}

function concurrencyFaults({ root, events }: WorkflowModel): string[] {
  const concurrency = mapOf(root['concurrency'])
  if (!('group' in concurrency)) return ['no concurrency group']
  if (!events.includes('workflow_dispatch')) return []
  const waits = concurrency['cancel-in-progress'] === false && concurrency['queue'] === 'max'
  return waits ? [] : ['a dispatched workflow needs cancel-in-progress: false and queue: max']
}
