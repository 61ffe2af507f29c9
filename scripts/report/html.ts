import { formatBytes } from '../engine/format'
import { placeStages, runSeconds } from './course'
import { html, Markup } from './markup'
import type { Report } from './schema'
import { facts, plainList, section } from './section'
import { bucketsSection, differencesSection } from './section-data'
import { gatesSection, terraformSection } from './section-delivery'
import { masthead } from './section-masthead'
import { stagesSection } from './section-stages'
import { applicationSection, crossingSection, throughputSection } from './section-time'
import { STYLES } from './styles'
import { verdict } from './verdict'

// The page needs nothing from outside; the policy makes a browser hold it to that, whatever a report contains.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'"

/** The report as one HTML file without scripts or requests, for screen (light and dark) and paper. */
export function renderHtml(report: Report): string {
  const stages = placeStages(report)
  const seconds = Math.max(runSeconds(report), ...stages.map(({ to }) => to))
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${verdict(report).headline} Rehearsal of ${report.system}/${report.environment}</title>
        <style>
          ${new Markup(STYLES)}
        </style>
      </head>
      <body>
        <div class="page">
          ${masthead(report)}
          <main>
            ${crossingSection(stages, seconds)} ${throughputSection(report, stages, seconds)}
            ${applicationSection(report, stages, seconds)} ${bucketsSection(report)}
            ${differencesSection(report, stages)} ${stagesSection(stages, seconds)}
            ${terraformSection(report, stages)} ${gatesSection(report, stages)} ${limitsSection(report)}
          </main>
          ${footer(report)}
        </div>
      </body>
    </html>`
  return `${page.text}\n`
}

function limitsSection({ limits }: Report): Markup {
  const body = limits.length === 0 ? html`<p>None were stated.</p>` : plainList(limits)
  return section({ id: 'limits', title: 'What this does not show', body })
}

function footer({ host }: Report): Markup {
  const machine = facts([
    { name: 'machine', value: `${host.cores} cores, ${formatBytes(host.memoryBytes)}` },
    { name: 'Node.js', value: host.node },
    { name: 'Terraform', value: host.terraform },
    { name: 'PostgreSQL', value: host.postgres },
    { name: 'in place of AWS', value: host.emulator },
  ])
  return html`<footer>${machine}</footer>`
}
