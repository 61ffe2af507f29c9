import type { PhaseName } from '../../cdktf/config/phases'
import type { Progress } from './progress'

/** The steps of every phase, in the order they are taken. `plan` and `apply` are Terraform's and the same for all. */
export const STEPS = ['copy', 'verify', 'cutover', 'health', 'revert', 'complete'] as const
export type Step = (typeof STEPS)[number]

export interface ActionResult {
  /** One line for a person. */
  summary: string
  counts?: Record<string, number>
  evidence?: unknown
}

/** A unit of work with a stable id. One runner executes actions and writes the journal with the work. */
export interface Action {
  id: string
  title: string
  /** True where the work is a delta that is looked at anew on each run (copy, rewrite); false is done once an attempt. */
  repeats?: boolean
  run(): Promise<ActionResult>
}

/** A check's answer. `fail` stops the step that asked. */
export interface Finding {
  id: string
  outcome: 'pass' | 'fail' | 'inconclusive'
  /** What was found, with the value and what was expected. */
  detail: string
  /** What to do about it; only where it did not pass. */
  remedy?: string
  evidence?: unknown
}

/** A step either does something or says why there is nothing to do. */
export type StepWork<T> = (() => Promise<T[]>) | { nothing: string }

/** One phase of one app, bound to its adapters. */
export interface Phase {
  name: PhaseName
  preconditions: StepWork<Finding>
  copy: StepWork<Action>
  verify: StepWork<Finding>
  cutover: StepWork<Action>
  health: StepWork<Finding>
  revert: StepWork<Action>
  complete: StepWork<Action>
}

/** What every phase is given besides its own ports. */
export interface PhaseContext {
  app: string
  /** `aiuteur/dev`. */
  targetName: string
  progress: Progress
  sleep: (milliseconds: number) => Promise<void>
  /** Aborted when another run may be at work: long actions stop at their next item. */
  lost: AbortSignal
}
