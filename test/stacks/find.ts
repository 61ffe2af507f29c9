import type { SystemInput } from '../../cdktf/config/schema'
import { inside, synthesized, type Config, type Synthesized } from './synthesized'

export interface Statement {
  readonly Sid: string
  readonly Action: readonly string[]
  readonly Resource: readonly string[]
  readonly Condition?: unknown
}

export function stackNamed(name: string, from: ReadonlyMap<string, Synthesized>): Synthesized {
  const stack = from.get(name)
  if (stack === undefined) throw new Error(`no stack ${name}`)
  return stack
}

/** The stacks of dev, with one thing changed in the system's file. */
export function changedDev(
  system: SystemInput,
  change: (input: SystemInput) => void,
): ReadonlyMap<string, Synthesized> {
  const input = structuredClone(system)
  delete input.environments['prod']
  change(input)
  return synthesized([input])
}

/** The resource at a construct path. */
export function configOf(stack: Synthesized, type: string, path: string): Config {
  const found = stack.ofType(type).find((resource) => resource.path === path)
  if (found === undefined) throw new Error(`no ${type} at ${path}`)
  return found.config
}

/** Environment variables of a function. */
export function variablesOf(stack: Synthesized, path: string): unknown {
  return inside(configOf(stack, 'aws_lambda_function', path), 'environment', 'variables')
}

/** What the role of a function may do, by the function's construct. */
export function statementsOf(stack: Synthesized, constructId: string): readonly Statement[] {
  const { policy } = configOf(stack, 'aws_iam_role_policy', `${constructId}/role/policy`)
  return inside(JSON.parse(String(policy)), 'Statement') as Statement[]
}

/** One statement by its Sid, undefined where the role does not have it. */
export function statement(stack: Synthesized, constructId: string, sid: string): Statement | undefined {
  return statementsOf(stack, constructId).find(({ Sid }) => Sid === sid)
}
