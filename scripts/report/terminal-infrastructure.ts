import { formatCount, formatDuration } from '../engine/format'
import type { InfrastructureReport, InfrastructureStack } from './schema-infrastructure'
import { infrastructureVerdict } from './verdict-infrastructure'

const COLUMNS = [30, 10, 8, 9, 14, 9] as const

/** The last lines of a rehearsal of the infrastructure: verdict, a line per stack, what is missing, the files. */
export function infrastructureLines(report: InfrastructureReport, files: readonly string[]): string[] {
  const told = infrastructureVerdict(report)
  const { failure } = report
  return [
    told.headline,
    told.account,
    '',
    ...(failure === null
      ? []
      : [`${failure.code}: ${failure.message}`, `What to do: ${failure.suggestion}`, '']),
    row(['stack', 'resources', 'apply', 'again', 'destroying', 'destroy']),
    ...report.stacks.map((stack) => row(cells(stack))),
    '',
    ...report.notApplied.map(({ stack, address, reason }) => `not applied  ${stack} ${address}: ${reason}`),
    ...(report.notApplied.length === 0 ? ['not applied: nothing'] : []),
    ...leftLines(report),
    ...files.map((file) => `report  ${file}`),
  ]
}

function cells({ name, resources, apply, secondPlan, refusal, destroy }: InfrastructureStack): string[] {
  const took = (outcome: string, good: string, seconds: number): string =>
    outcome === good ? formatDuration(seconds) : outcome
  return [
    name,
    formatCount(resources),
    took(apply.outcome, 'applied', apply.seconds),
    secondPlan.outcome,
    refusal.outcome,
    took(destroy.outcome, 'destroyed', destroy.seconds),
  ]
}

function row(texts: readonly string[]): string {
  return texts
    .map((text, index) => text.padEnd(COLUMNS[index] ?? 0))
    .join('  ')
    .trimEnd()
}

function leftLines({ left }: InfrastructureReport): string[] {
  if (left === null) return ['left: nobody looked']
  const unexplained = left.filter(({ reason }) => reason === null)
  const kept = left.length - unexplained.length
  return [
    ...unexplained.map(({ name }) => `left  ${name}`),
    `left: ${formatCount(unexplained.length)}, besides ${formatCount(kept)} that AWS keeps as well`,
  ]
}
