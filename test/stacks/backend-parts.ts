import { inside, synthesized, type Config, type Synthesized } from './synthesized'

// How the tests of the backend stack look into it.

const stacks = synthesized()
export const backends = [...stacks].filter(([name]) => name.endsWith('-backend'))

export function backendOf(target: string, from = stacks): Synthesized {
  const stack = from.get(`${target}-backend`)
  if (stack === undefined) throw new Error(`no backend of ${target}`)
  return stack
}

/** The one resource of a type at a path of constructs. */
export function at(stack: Synthesized, type: string, path: string): Config {
  const found = stack.ofType(type).find((resource) => resource.path === path)
  if (found === undefined) throw new Error(`no ${type} at ${path}`)
  return found.config
}

export function containerOf(task: Config): Config {
  const container = inside(JSON.parse(String(task['container_definitions'])), 0)
  if (container === undefined) throw new Error('a task without a container')
  return container as Config
}

/** Container of a service, such as `aiuteur-api`. */
export function task(stack: Synthesized, service: string): Config {
  return containerOf(at(stack, 'aws_ecs_task_definition', `${service}/task/task-definition`))
}

export interface Statement {
  Sid: string
  Action: string[]
  Resource: string[]
  Condition?: unknown
}

export function statementsOf(policy: Config): Statement[] {
  return (JSON.parse(String(policy['policy'])) as { Statement: Statement[] }).Statement
}

export function statements(stack: Synthesized, role: string): Statement[] {
  return statementsOf(at(stack, 'aws_iam_role_policy', `${role}/policy`))
}

/** Name -> value of `environment` or `secrets`. */
export function pairs(list: unknown): Record<string, string> {
  const entries = list as { name: string; value?: string; valueFrom?: string }[]
  return Object.fromEntries(entries.map(({ name, value, valueFrom }) => [name, value ?? valueFrom ?? '']))
}
