import type { CheckResult } from './check'
import type { PlannedResource } from './resources/resource'

/** The part of a result that concerns some stacks. Faults of waivers concern all. */
export function within(
  result: CheckResult,
  stacks: ReadonlySet<string>,
  resources: readonly PlannedResource[],
): CheckResult {
  const findings = result.findings.filter(({ stack }) => stacks.has(stack))
  return {
    ...result,
    findings,
    waived: result.waived.filter(({ finding }) => stacks.has(finding.stack)),
    notJudged: result.notJudged.filter(({ stack }) => stacks.has(stack)),
    resources: resources.filter(({ stack, type }) => stacks.has(stack) && type.startsWith('aws_')).length,
    isClean: findings.length === 0 && result.waiverFaults.length === 0,
  }
}

/** Two results of the same resources by different rules, as one. */
export function together(first: CheckResult, second: CheckResult): CheckResult {
  return {
    findings: [...first.findings, ...second.findings],
    waived: [...first.waived, ...second.waived],
    notJudged: [...first.notJudged, ...second.notJudged],
    waiverFaults: [...first.waiverFaults, ...second.waiverFaults],
    rules: Math.max(first.rules, second.rules),
    resources: first.resources,
    isClean: first.isClean && second.isClean,
  }
}
