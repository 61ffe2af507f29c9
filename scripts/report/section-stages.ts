import { formatBytes, formatCount, formatDuration } from '../engine/format'
import { stripLook } from './chart-crossing'
import type { PlacedStage } from './course'
import { html, type Content, type Markup } from './markup'
import { section } from './section'

/** Evidence beyond this many characters is cut on the page; report.json has it whole. */
const EVIDENCE_CHARACTERS = 20_000
const NOTE = 'Numbers are those of the drawing. What a stage compared, or was told, can be unfolded.'

/** Every stage: what it did, when, how long, how it ended, and the evidence. */
export function stagesSection(stages: readonly PlacedStage[], seconds: number): Markup {
  const body = html`<div class="scroll" tabindex="0" role="region" aria-label="Stages">
    <table class="stages">
      <caption>
        ${formatCount(stages.length)} stages in ${formatDuration(seconds)}
      </caption>
      <thead>
        <tr>
          <th scope="col" class="number n"><abbr title="number">#</abbr></th>
          <th scope="col">Stage</th>
          <th scope="col" class="bar">When</th>
          <th scope="col" class="n">Took</th>
          <th scope="col">Outcome</th>
        </tr>
      </thead>
      <tbody>
        ${stages.map((placed) => row(placed, seconds))}
      </tbody>
    </table>
  </div>`
  return section({ id: 'stages', title: 'Stage by stage', note: NOTE, body })
}

function row(placed: PlacedStage, seconds: number): Markup {
  const { stage, number } = placed
  return html`<tr>
    <td class="number n">${number}</td>
    <td class="what">
      <span class="title">${stage.title}</span>
      ${stage.summary.map((line) => html`<div class="lines">${line}</div>`)} ${counts(stage.counts)}
      ${evidence(placed)}
    </td>
    <td class="bar">${track(placed, Math.max(seconds, 1))}</td>
    <td class="n">${formatDuration(stage.seconds)}</td>
    <td class="${stage.outcome === 'failed' ? 'wrong' : stage.outcome === 'skipped' ? 'muted' : ''}">
      ${stage.outcome}
    </td>
  </tr>`
}

/** Decoration: the same times are in the columns beside it. */
function track({ stage, from }: PlacedStage, seconds: number): Markup {
  const percent = (part: number): string => `${Math.min(100, (part / seconds) * 100).toFixed(2)}%`
  const style = `margin-left:${percent(from)};width:${percent(stage.seconds)}`
  return html`<span class="track" aria-hidden="true"
    ><i class="${stripLook(stage)}" style="${style}"></i
  ></span>`
}

function counts(entries: Readonly<Record<string, number>>): Content {
  const named = Object.entries(entries)
  if (named.length === 0) return ''
  return html`<dl class="counts">
    ${named.map(
      ([name, value]) =>
        html`<div>
          <dt>${words(name)}</dt>
          <dd>${formatNamed(name, value)}</dd>
        </div>`,
    )}
  </dl>`
}

/** objectsCopied -> "objects copied" */
export function words(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
    .replace(/ (ms|seconds)$/, '')
}

/** A number in the unit its name ends in. */
export function formatNamed(name: string, value: number): string {
  if (/(^|_)bytes$|Bytes$/.test(name)) return formatBytes(value)
  if (/(^|_)seconds$|Seconds$/.test(name)) return formatDuration(value)
  if (/(^|_)ms$|Ms$/.test(name)) return formatDuration(value / 1000)
  return Number.isInteger(value) ? formatCount(value) : value.toFixed(2)
}

function evidence({ stage }: PlacedStage): Content {
  if (stage.evidence === undefined) return ''
  const text = JSON.stringify(stage.evidence, null, 2)
  const cut = text.length > EVIDENCE_CHARACTERS
  const shown = cut ? `${text.slice(0, EVIDENCE_CHARACTERS)}\n… cut here; report.json has it whole.` : text
  return html`<details>
    <summary>Evidence of stage “${stage.title}”</summary>
    <pre>${shown}</pre>
  </details>`
}
