import { formatBytes, formatCount, formatDuration } from '../engine/format'
import { html, Markup, type Content } from './markup'
import type { InfrastructureReport, InfrastructureStack } from './schema-infrastructure'
import { facts, plainList, section, table } from './section'
import { STYLES } from './styles'
import { infrastructureVerdict } from './verdict-infrastructure'

// As in html.ts: the page needs nothing from outside, and a browser holds it to that.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'"

/** The report of a rehearsal of the infrastructure as one HTML file without scripts or requests. */
export function renderInfrastructureHtml(report: InfrastructureReport): string {
  const told = infrastructureVerdict(report)
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${told.headline} Rehearsal of the infrastructure</title>
        <style>
          ${new Markup(STYLES)}
        </style>
      </head>
      <body>
        <div class="page">
          <header class="masthead ${report.outcome === 'succeeded' ? '' : 'failed'}">
            <p class="eyebrow">
              <strong>Rehearsal of the infrastructure</strong>
              <time datetime="${report.startedAt}">${report.startedAt}</time>
              <span>run ${report.runId}</span>
            </p>
            <h1>${told.headline}</h1>
            <p class="lead">${told.account}</p>
            ${remedy(report)}
          </header>
          <main>
            ${stacksSection(report)} ${notAppliedSection(report)} ${refusalSection(report)}
            ${leftSection(report)} ${timesSection(report)}
            ${section({ id: 'limits', title: 'What this does not show', body: plainList(report.limits) })}
          </main>
          <footer>
            ${facts([
              {
                name: 'machine',
                value: `${report.host.cores} cores, ${formatBytes(report.host.memoryBytes)}`,
              },
              { name: 'Node.js', value: report.host.node },
              { name: 'Terraform', value: report.host.terraform },
              { name: 'in place of AWS', value: report.host.emulator },
            ])}
          </footer>
        </div>
      </body>
    </html>`
  return `${page.text}\n`
}

function remedy({ failure }: InfrastructureReport): Content {
  if (failure === null) return ''
  return html`<div class="remedy" role="region" aria-label="The failure">
    <p><code class="wrong">${failure.code}</code></p>
    <p class="message">${failure.message}</p>
    <h2>What to do</h2>
    <p class="message">${failure.suggestion}</p>
  </div>`
}

/** Wrong outcomes stand out. */
function outcome(text: string, good: readonly string[]): Content {
  return good.includes(text) ? text : html`<span class="wrong">${text}</span>`
}

function stacksSection({ stacks }: InfrastructureReport): Markup {
  const body = table({
    caption: `${formatCount(stacks.length)} stacks`,
    columns: [
      { title: 'Stack' },
      { title: 'Resources', numeric: true },
      { title: 'Apply', numeric: true },
      { title: 'Second plan' },
      { title: 'Destroying it' },
      { title: 'Lifting', numeric: true },
      { title: 'Destroy', numeric: true },
    ],
    rows: stacks.map(stackRow),
  })
  const note =
    'Times are of one Terraform run, side by side with others. The second plan comes after every apply.'
  return section({ id: 'stacks', title: 'Stack by stack', note, body })
}

function stackRow(stack: InfrastructureStack): Content[] {
  const { apply, secondPlan, refusal, lifted, destroy } = stack
  return [
    html`<code>${stack.name}</code>`,
    formatCount(stack.resources),
    apply.outcome === 'applied' ? formatDuration(apply.seconds) : outcome(apply.outcome, []),
    outcome(secondPlan.outcome, ['empty']),
    outcome(refusal.outcome, stack.stores.length === 0 ? ['no data store'] : ['refused']),
    lifted.outcome === 'lifted' ? formatDuration(lifted.seconds) : outcome(lifted.outcome, []),
    destroy.outcome === 'destroyed' ? formatDuration(destroy.seconds) : outcome(destroy.outcome, []),
  ]
}

function notAppliedSection({ notApplied, stacks }: InfrastructureReport): Markup {
  const changes = stacks.flatMap(({ name, secondPlan }) =>
    secondPlan.changes.map((change) => ({ name, ...change })),
  )
  const missing =
    notApplied.length === 0
      ? html`<p>Nothing: every resource was applied.</p>`
      : table({
          caption: 'Resources that are not applied',
          columns: [{ title: 'Resource' }, { title: 'Stack' }, { title: 'Why' }],
          rows: notApplied.map(({ address, stack, reason }) => [
            html`<code>${address}</code>`,
            stack,
            reason,
          ]),
        })
  const unsettled =
    changes.length === 0
      ? ''
      : table({
          caption: 'What a second apply would still change',
          columns: [{ title: 'Resource' }, { title: 'Stack' }, { title: 'Would be' }],
          rows: changes.map(({ address, name, action }) => [html`<code>${address}</code>`, name, action]),
        })
  return section({ id: 'not-applied', title: 'Not applied', body: [missing, unsettled] })
}

function refusalSection({ stacks }: InfrastructureReport): Markup {
  const refused = stacks.filter(({ refusal }) => refusal.resources.length > 0)
  const body = table({
    caption: 'Resources that refused to be destroyed',
    columns: [{ title: 'Stack' }, { title: 'Data stores', numeric: true }, { title: 'Refused' }],
    rows: refused.map(({ name, stores, refusal }) => [
      html`<code>${name}</code>`,
      formatCount(stores.length),
      plainList(refusal.resources),
    ]),
  })
  return section({ id: 'refused', title: 'What Terraform refused', body })
}

function leftSection({ left }: InfrastructureReport): Markup {
  const body =
    left === null
      ? html`<p>Nobody looked: the run ended before.</p>`
      : left.length === 0
        ? html`<p>Nothing.</p>`
        : table({
            caption: 'In the emulator after the destroy',
            columns: [{ title: 'What' }, { title: 'Why' }],
            rows: left.map(({ name, reason }) => [
              html`<code>${name}</code>`,
              reason ?? outcome('not expected', []),
            ]),
          })
  return section({ id: 'left', title: 'What is left', body })
}

function timesSection({ stages }: InfrastructureReport): Markup {
  const body = table({
    caption: 'Where the time went',
    columns: [{ title: 'Stage' }, { title: 'Took', numeric: true }, { title: 'Outcome' }],
    rows: stages.map((stage) => [
      stage.title,
      formatDuration(stage.seconds),
      outcome(stage.outcome, ['done']),
    ]),
  })
  return section({ id: 'times', title: 'Time', body })
}
