import { formatCount, formatDuration } from '../engine/format'
import type { PlacedStage } from './course'
import { html, type Content, type Markup } from './markup'
import type { Report } from './schema'
import { section, table } from './section'

export function terraformSection({ terraform }: Report, stages: readonly PlacedStage[]): Markup {
  const numeric = ['Stage', 'Add', 'Change', 'Destroy'].map((title) => ({ title, numeric: true }))
  const rows = terraform.map((apply) => [
    apply.stack,
    numberOf(apply.stage, stages),
    formatCount(apply.add),
    formatCount(apply.change),
    formatCount(apply.destroy),
  ])
  const body =
    terraform.length === 0
      ? html`<p>Nothing was applied.</p>`
      : [
          table({ caption: 'Applies, in order', columns: [{ title: 'Stack' }, ...numeric], rows }),
          html`<div>${terraform.filter(({ resources }) => resources.length > 0).map(resources)}</div>`,
        ]
  const note = 'Planned and applied by the real Terraform and the real AWS provider.'
  return section({ id: 'terraform', title: 'Infrastructure', note, body })
}

function resources(apply: Report['terraform'][number]): Markup {
  return html`<details>
    <summary>${formatCount(apply.resources.length)} resources of ${apply.stack}</summary>
    <pre>${apply.resources.map(({ action, address }) => `${action.padEnd(8)} ${address}\n`)}</pre>
  </details>`
}

export function gatesSection(report: Report, stages: readonly PlacedStage[]): Markup {
  const body = [approvals(report, stages), workflowSteps(report)]
  const note = 'The steps of the workflow files, executed as GitHub would.'
  return section({ id: 'gates', title: 'Approvals and workflows', note, body })
}

function approvals(report: Report, stages: readonly PlacedStage[]): Content {
  if (report.approvals.length === 0) return html`<p>No approval was asked for.</p>`
  return table({
    caption: 'Approvals',
    columns: [
      { title: 'Environment' },
      { title: 'Before stage', numeric: true },
      { title: 'By' },
      { title: 'At' },
    ],
    rows: report.approvals.map(({ environment, stage, by, at }) => [
      environment,
      numberOf(stage, stages),
      by,
      html`<time datetime="${at}">${at.slice(11, 19)} UTC</time>`,
    ]),
  })
}

function workflowSteps({ workflowSteps: steps }: Report): Content {
  if (steps.length === 0) return html`<p>No workflow step was executed.</p>`
  return table({
    caption: 'Workflow steps',
    columns: [
      { title: 'Step' },
      { title: 'Workflow' },
      { title: 'Job' },
      { title: 'Took', numeric: true },
      { title: 'Outcome' },
    ],
    rows: steps.map(({ step, workflow, job, seconds, outcome }) => [
      step,
      html`<code>${workflow}</code>`,
      job,
      formatDuration(seconds),
      outcome === 'failed' ? html`<span class="wrong">failed</span>` : outcome,
    ]),
  })
}

function numberOf(stageId: string, stages: readonly PlacedStage[]): Content {
  return stages.find(({ stage }) => stage.id === stageId)?.number ?? stageId
}
