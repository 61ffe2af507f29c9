import type { Plan } from './model'

/** One stack of the target, in dependency order. */
export type StackPlan =
  | { stack: string; status: 'planned'; plan: Plan }
  /** It reads values of a stack that is not applied yet. */
  | { stack: string; status: 'waiting'; waitsFor: string }
  /** `message` is shown as it is: the first line of the error, without values. */
  | { stack: string; status: 'failed'; message: string }

export interface PlanCommentInput {
  system: string
  environment: string
  stacks: readonly StackPlan[]
  /** The phase this plan belongs to, where it is one phase's. */
  phase?: string
  /** The phases applied already, in order. */
  applied?: readonly string[]
}
