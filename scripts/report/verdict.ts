import { formatBytes, formatCount, formatDuration } from '../engine/format'
import { placeStages, runSeconds } from './course'
import type { Report } from './schema'

export interface Verdict {
  succeeded: boolean
  /** The page's headline and the terminal's last word. */
  headline: string
  /** One sentence of what happened. */
  account: string
  /** What went wrong, and what to do; null for a success. */
  failure: { code: string; message: string; suggestion: string } | null
}

/** The run in two sentences. Numbers that are not 0 are said first, whatever else failed. */
export function verdict(report: Report): Verdict {
  return {
    succeeded: report.outcome === 'succeeded',
    headline:
      report.outcome === 'succeeded'
        ? 'Nothing lost. Nothing doubled. 0 differences.'
        : failedHeadline(report),
    account: report.outcome === 'succeeded' ? successAccount(report) : failedAccount(report),
    failure: report.failure,
  }
}

function failedHeadline(report: Report): string {
  const failed = failedStage(report)
  const where =
    failed === undefined
      ? 'The rehearsal failed.'
      : `Failed at stage ${failed.number}, ${failed.stage.title}.`
  const found = (['lost', 'doubled', 'resurrected'] as const)
    .filter((name) => (report[name] ?? 0) > 0)
    .map((name) => `${formatCount(report[name] ?? 0)} ${name}.`)
  const differences = report.differences ?? 0
  if (differences > 0)
    found.push(`${formatCount(differences)} ${differences === 1 ? 'difference' : 'differences'}.`)
  return [...found, where].join(' ')
}

function failedAccount(report: Report): string {
  const unknown = (['lost', 'doubled', 'resurrected', 'differences'] as const).filter(
    (name) => report[name] === null,
  )
  const untold = unknown.length === 0 ? '' : ` Not established: ${unknown.join(', ')}.`
  return `The run ended after ${formatDuration(runSeconds(report))}.${untold}`
}

function successAccount(report: Report): string {
  const { objects, bytes, acknowledgedWrites } = report.counts
  const writes = acknowledgedWrites.source + acknowledgedWrites.aws
  const crossings = report.stages.filter(
    (stage) => stage.kind === 'cutover' && stage.outcome === 'done',
  ).length
  const route = crossings > 1 ? 'crossed to AWS, came home and crossed again' : 'crossed to AWS'
  return (
    `${formatCount(objects)} objects, ${formatBytes(bytes)}, ${route} in ${formatDuration(runSeconds(report))}, ` +
    `while the application made ${formatCount(writes)} writes.`
  )
}

function failedStage(report: Report): { number: number; stage: { title: string } } | undefined {
  return placeStages(report).find(({ stage }) => stage.id === report.failure?.stage)
}
