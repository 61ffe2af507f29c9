import { formatCount, formatDuration } from '../engine/format'
import type { InfrastructureReport } from './schema-infrastructure'

/** The run in two sentences. */
export function infrastructureVerdict(report: InfrastructureReport): { headline: string; account: string } {
  const { stacks, targets, notApplied } = report
  const resources = stacks.reduce((sum, stack) => sum + stack.resources, 0)
  const seconds = (Date.parse(report.finishedAt) - Date.parse(report.startedAt)) / 1_000
  const what = `${formatCount(resources)} resources in ${formatCount(stacks.length)} stacks of ${targets.join(', ')}`
  if (report.outcome === 'succeeded') {
    return {
      headline: 'All applied. No second plan changes anything. No data store can be destroyed by accident.',
      account: `${what}: applied, planned again, protected, and destroyed once the protection was lifted, in ${formatDuration(seconds)}.`,
    }
  }
  const missing =
    notApplied.length === 0 ? '' : ` ${formatCount(notApplied.length)} resources are not applied.`
  return { headline: `Failed.${missing}`, account: `${what}, ended after ${formatDuration(seconds)}.` }
}
