import { Inventory } from './judge/inventory'
import type { Fault, Rule, Severity } from './judge/rule'
import { isExpired, waives, type Waiver, type WaiverFault } from './judge/waiver'
import type { PlannedResource } from './resources/resource'
import { RULES } from './rules'

/** A fault and where it is. */
export interface Finding extends Fault {
  readonly rule: string
  readonly severity: Severity
  readonly stack: string
  readonly path: string
  readonly address: string
}

export interface CheckResult {
  /** What has to be mended: in the order of the rules, then of the resources. */
  readonly findings: readonly Finding[]
  readonly waived: readonly { readonly finding: Finding; readonly waiver: Waiver }[]
  /** Values that are not known before an apply; neither clean nor wrong. */
  readonly notJudged: readonly Finding[]
  readonly waiverFaults: readonly WaiverFault[]
  readonly rules: number
  readonly resources: number
  readonly isClean: boolean
}

export interface CheckOptions {
  readonly waivers: readonly Waiver[]
  /** The day on which waivers are judged, such as 2026-11-20. */
  readonly today: string
  /** Not everything is at hand, so a waiver that nothing needs here may be needed elsewhere. @default false */
  readonly isPartial?: boolean
  /** @default every rule */
  readonly rules?: readonly Rule[]
}

/** Runs every rule over every resource it applies to. Pure: the day comes from outside. */
export function checkResources(resources: readonly PlannedResource[], options: CheckOptions): CheckResult {
  const { waivers, today, isPartial = false, rules = RULES } = options
  const all = new Inventory(resources)
  const everything = rules.flatMap((rule) => findingsOf(rule, all))
  const valid = waivers.filter((waiver) => !isExpired(waiver, today))
  const used = new Set<Waiver>()
  const findings: Finding[] = []
  const waived: { finding: Finding; waiver: Waiver }[] = []
  for (const finding of everything.filter(({ unknown }) => unknown !== true)) {
    const waiver = valid.find((candidate) => waives(candidate, finding))
    if (waiver === undefined) findings.push(finding)
    else {
      used.add(waiver)
      waived.push({ finding, waiver })
    }
  }
  const waiverFaults = waivers.flatMap((waiver) =>
    faultOf(waiver, { rules, today, isUsed: isPartial || used.has(waiver) }),
  )
  return {
    findings,
    waived,
    notJudged: everything.filter(({ unknown }) => unknown === true),
    waiverFaults,
    rules: rules.length,
    resources: resources.length,
    isClean: findings.length === 0 && waiverFaults.length === 0,
  }
}

function findingsOf(rule: Rule, all: Inventory): readonly Finding[] {
  const { id, severity, appliesTo, judges } = rule
  return appliesTo
    .flatMap((type) => all.ofType(type))
    .filter(({ source }) => judges === undefined || judges === source)
    .flatMap((resource) => {
      const { stack, path, address } = resource
      return rule
        .check(resource, all)
        .map((fault) => ({ rule: id, severity, stack, path, address, ...fault }))
    })
}

function faultOf(
  waiver: Waiver,
  {
    rules,
    today,
    isUsed,
  }: { readonly rules: readonly Rule[]; readonly today: string; readonly isUsed: boolean },
): readonly WaiverFault[] {
  if (!rules.some(({ id }) => id === waiver.rule)) return [{ waiver, problem: 'unknown rule' }]
  if (isExpired(waiver, today)) return [{ waiver, problem: 'expired' }]
  return isUsed ? [] : [{ waiver, problem: 'unused' }]
}
