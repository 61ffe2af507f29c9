import { contextOf, resourcesOf } from '../../../../scripts/plan/resources/read-synthesized'
import type { PlannedResource, Values } from '../../../../scripts/plan/resources/resource'

/** Resources as Terraform reads them in JSON: type -> id -> arguments. `provider` and `output` stand beside them. */
export type Written = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** What one rule has to find, and what it has to leave alone. Each example is a stack of its own. */
export interface RuleCase {
  readonly rule: string
  readonly fails: Readonly<Record<string, Written>>
  readonly passes: Readonly<Record<string, Written>>
  /** @default 'system-dev-stack' */
  readonly stack?: string
}

export const STACK = 'system-dev-stack'

/** A stack that holds exactly this, read as the command reads it. */
export function stackOf(written: Written, stack: string = STACK): readonly PlannedResource[] {
  const json = jsonOf(written)
  return [...resourcesOf(stack, json), ...contextOf(stack, json)]
}

/** `cdk.tf.json` of it. */
export function jsonOf({ provider, output, ...resource }: Written): Values {
  return { resource, ...(provider && { provider }), ...(output && { output }) }
}

/** A policy document as text; `statements` lack what every statement has. */
export function policy(...statements: readonly Values[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement, i) => ({ Sid: `S${i + 1}`, Effect: 'Allow', ...statement })),
  })
}
