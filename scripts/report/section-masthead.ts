import { formatCount, formatDuration } from '../engine/format'
import { runSeconds } from './course'
import { html, type Content, type Markup } from './markup'
import type { Report } from './schema'
import { verdict, type Verdict } from './verdict'

/** The verdict, what to do if it is bad, and the numbers it rests on. */
export function masthead(report: Report): Markup {
  const told = verdict(report)
  return html`<header class="masthead ${told.succeeded ? '' : 'failed'}">
    <p class="eyebrow">
      <strong>Rehearsal of ${report.system}/${report.environment}</strong>
      <time datetime="${report.startedAt}">${readableTime(report.startedAt)}</time>
      <span>run ${report.runId}</span>
    </p>
    <h1>${told.headline}</h1>
    <p class="lead">${told.account}</p>
    ${remedy(told.failure)}
    <dl class="figures">
      ${headlineNumber('lost', report.lost)} ${headlineNumber('doubled', report.doubled)}
      ${headlineNumber('resurrected', report.resurrected)}
      ${headlineNumber('differences', report.differences)} ${figure('longest pause', longestPause(report))}
      ${figure('whole run', formatDuration(runSeconds(report)))}
    </dl>
  </header>`
}

function remedy(failure: Verdict['failure']): Content {
  if (failure === null) return ''
  return html`<div class="remedy" role="region" aria-label="The failure">
    <p><code class="wrong">${failure.code}</code></p>
    <p class="message">${failure.message}</p>
    <h2>What to do</h2>
    <p class="message">${unbrokenFlags(failure.suggestion)}</p>
  </div>`
}

/** A line may not break inside `--confirm-revert`: the command is there to be copied. */
function unbrokenFlags(text: string): Content {
  return text
    .split(/(--?[\w-]+)/)
    .map((part, index) => (index % 2 === 0 ? part : html`<span class="nobreak">${part}</span>`))
}

function headlineNumber(name: string, value: number | null): Markup {
  if (value === null) return figure(name, 'unknown', 'unknown')
  return figure(name, formatCount(value), value > 0 ? 'wrong' : '')
}

function figure(name: string, value: string, look = ''): Markup {
  return html`<div class="${look}">
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`
}

function longestPause({ application }: Report): string {
  return application.longestPauseAt === null ? 'unknown' : formatDuration(application.longestPauseMs / 1000)
}

/** "2026-11-20 12:51 UTC": the same for every reader, and sortable. */
function readableTime(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
