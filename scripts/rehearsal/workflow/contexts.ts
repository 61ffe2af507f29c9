import { textOf, type ValueMap } from './evaluate'
import { WorkflowError, type InputDefinition, type WorkflowModel } from './model'
import type { RunOptions } from './run-types'

/** Inputs as GitHub hands them on: defaults filled in, of the declared type. @throws WorkflowError with every fault */
export function inputValues(model: WorkflowModel, given: RunOptions['inputs'] = {}): ValueMap {
  const unknown = Object.keys(given).filter((name) => !(name in model.inputs))
  const faults = unknown.map((name) => `unknown input: ${name}`)
  const values = Object.entries(model.inputs).map(([name, definition]) => {
    const value = given[name] ?? definition.default ?? ''
    faults.push(...inputFaults(name, value, definition))
    return [name, typed(value, definition)] as const
  })
  if (faults.length > 0) throw new WorkflowError(model.file, faults)
  return Object.fromEntries(values)
}

function inputFaults(name: string, value: string | boolean | number, definition: InputDefinition): string[] {
  if (value === '') return definition.required ? [`input ${name} is required`] : []
  if (definition.options && !definition.options.includes(String(value))) {
    return [`input ${name}: "${String(value)}" is none of ${definition.options.join(', ')}`]
  }
  const isBoolean = String(value) === 'true' || String(value) === 'false'
  return definition.type === 'boolean' && !isBoolean
    ? [`input ${name}: "${String(value)}" is not a boolean`]
    : []
}

function typed(value: string | boolean | number, { type }: InputDefinition): string | boolean | number {
  if (type === 'boolean') return String(value) === 'true'
  return type === 'number' ? Number(value) : String(value)
}

/** The `github` context. */
export function githubContext(model: WorkflowModel, options: RunOptions, inputs: ValueMap): ValueMap {
  const dispatched = model.events.includes('workflow_dispatch')
  const eventName = options.event?.name ?? (dispatched ? 'workflow_dispatch' : (model.events[0] ?? 'push'))
  return {
    event_name: eventName,
    event: options.event?.payload ?? { inputs: texts(inputs) },
    workflow: model.name,
    repository: 'example/supabase-to-aws',
    repository_owner: 'example',
    actor: 'someone',
    ref: 'refs/heads/main',
    ref_name: 'main',
    ref_type: 'branch',
    sha: '0'.repeat(40),
    run_id: '1',
    run_number: '1',
    run_attempt: '1',
    server_url: 'https://github.com',
    api_url: 'https://api.github.com',
    workspace: options.cwd,
    token: options.secrets?.['GITHUB_TOKEN'] ?? '',
    ...options.github,
  }
}

function texts(inputs: ValueMap): ValueMap {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, textOf(value)]))
}

/** The variables GitHub sets for every step. */
export function githubEnv(github: ValueMap, temporary: string): Record<string, string> {
  const names = [
    ...[
      'event_name',
      'workflow',
      'repository',
      'repository_owner',
      'actor',
      'ref',
      'ref_name',
      'ref_type',
      'sha',
    ],
    ...['run_id', 'run_number', 'run_attempt', 'server_url', 'api_url', 'workspace'],
  ]
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: temporary,
    ...Object.fromEntries(
      names.map((name) => [`GITHUB_${name.toUpperCase()}`, textOf(github[name] ?? null)]),
    ),
  }
}
