import type { Report } from './run'
import type { Sample } from './sample'
import type { Watched } from './watch'

const SIGNS = { pass: '🟩', fail: '🟥', inconclusive: '⬜', error: '🟨' } as const
const OUTCOMES = {
  promoted: 'healthy: it stays cut over',
  reverted: 'reverted: the side that served before serves again, and passed the same probes',
  'revert-failed': 'THE REVERT FAILED: a person must look now',
  held: 'held for a person: it stays cut over',
} as const
/** Signs in a line of the chart. */
const LINE = 40

/** The report as Markdown for the job summary. */
export function summaryOf(report: Report): string {
  const { phase, target, watched, revert, bounds } = report
  return [
    `## Health of ${phase} ${target}: ${report.verdict}`,
    `**${OUTCOMES[report.outcome]}**`,
    `Decided after ${watched.seconds.toFixed(1)} s; a dead target is found after at most ${bounds.detectSeconds} s, and a revert takes at most ${bounds.revertSeconds} s.`,
    seriesOf('After the cutover', watched),
    ...(revert ? [revertText(revert)] : []),
    ...(revert?.verified ? [seriesOf('After the revert', revert.verified)] : []),
    `<sub>${SIGNS.pass} pass ${SIGNS.fail} fail ${SIGNS.inconclusive} inconclusive ${SIGNS.error} not measured</sub>`,
  ].join('\n\n')
}

function revertText({ attempts, seconds }: NonNullable<Report['revert']>): string {
  const ends = attempts.map(({ exitCode, timedOut }) =>
    timedOut ? 'killed at its timeout' : `exit ${String(exitCode)}`,
  )
  return `Revert: ${ends.join(', ')}; ${seconds.toFixed(1)} s with its verification.`
}

function seriesOf(title: string, { samples }: Watched): string {
  const lines: string[] = []
  for (let at = 0; at < samples.length; at += LINE) {
    lines.push(
      samples
        .slice(at, at + LINE)
        .map(({ verdict }) => SIGNS[verdict])
        .join(''),
    )
  }
  return [`### ${title}`, lines.join('<br>'), ...lastBad(samples)].join('\n\n')
}

/** The last thing that was wrong, in the probe's own words. */
function lastBad(samples: readonly Sample[]): string[] {
  const bad = samples.findLast(({ verdict, detail }) => verdict !== 'pass' && detail !== '')
  if (!bad) return []
  const detail = bad.detail.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', ' ')
  return [`Last ${bad.verdict}, at ${bad.atSeconds.toFixed(1)} s: <code>${detail}</code>`]
}
