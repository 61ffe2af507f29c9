import type { PlannedResource } from '../resources/resource'
import type { Inventory } from './inventory'

export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const
export type Severity = (typeof SEVERITIES)[number]

/** What a rule finds wrong with one argument of one resource, or cannot tell. */
export interface Fault {
  /** `health_check.path`; a rule about something that is missing names what it looked for. */
  readonly attribute: string
  readonly found: string
  readonly expected: string
  /** True where the value is not known, so that nothing was judged. */
  readonly unknown?: true
}

/** One thing that must hold for resources of some types. */
export interface Rule {
  /** Name of its file. */
  readonly id: string
  /** What holds, as a fact. */
  readonly title: string
  /** Row of the check list that docs/security-rules.md shows, or a rule of our own. */
  readonly row: number | 'own'
  /** Ids of the same check in Checkov and in Trivy, where they have it. */
  readonly checkov?: string
  readonly trivy?: string
  readonly severity: Severity
  readonly appliesTo: readonly string[]
  /** What to change. */
  readonly fix: string
  /** Where the rule itself makes an exception, and why. */
  readonly exception?: string
  /** A plan has no `lifecycle` blocks. @default both what is synthesised and what is planned */
  readonly judges?: 'synth'
  check(resource: PlannedResource, all: Inventory): readonly Fault[]
}
