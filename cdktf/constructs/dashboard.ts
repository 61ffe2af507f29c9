import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard'
import { Construct } from 'constructs'

/** One line of a graph: a metric of CloudWatch, or an expression such as `SEARCH(…)`. */
export type DashboardMetric =
  | {
      readonly namespace: string
      readonly metricName: string
      readonly dimensions: Readonly<Record<string, string>>
      /** `Sum`, `p95` … */
      readonly stat: string
      /** @default the metric's name */
      readonly label?: string
    }
  | { readonly expression: string; readonly label?: string }

export interface DashboardGraph {
  readonly title: string
  readonly metrics: readonly DashboardMetric[]
  /** Where the metrics are. @default the dashboard's region */
  readonly region?: string
}

export interface DashboardSection {
  readonly title: string
  /** Markdown below the title. @default none */
  readonly text?: string
  readonly graphs: readonly DashboardGraph[]
}

export interface DashboardProps {
  readonly dashboardName: string
  readonly region: string
  readonly sections: readonly DashboardSection[]
}

/** CloudWatch's grid is 24 units wide. */
const GRID_WIDTH = 24
const GRAPH = { width: 8, height: 6 } as const
const TEXT_HEIGHT = 2
const PERIOD_SECONDS = 300

type Widget = Readonly<Record<string, unknown>>

/** Sections below each other, each with a heading and three graphs in a row. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { dashboardName, region, sections }: DashboardProps) {
    super(scope, id)
    let top = 0
    const widgets = sections.flatMap((section) => {
      const placed = widgetsOf(section, region, top)
      top += placed.height
      return placed.widgets
    })
    new CloudwatchDashboard(this, 'dashboard', { dashboardName, dashboardBody: JSON.stringify({ widgets }) })
  }
}

function widgetsOf({ title, text, graphs }: DashboardSection, region: string, top: number) {
  const heading: Widget = {
    type: 'text',
    x: 0,
    y: top,
    width: GRID_WIDTH,
    height: TEXT_HEIGHT,
    properties: { markdown: [`## ${title}`, ...(text === undefined ? [] : [text])].join('\n') },
  }
  const perRow = GRID_WIDTH / GRAPH.width
  const placed = graphs.map((graph, i) => ({
    type: 'metric',
    x: (i % perRow) * GRAPH.width,
    y: top + TEXT_HEIGHT + Math.floor(i / perRow) * GRAPH.height,
    ...GRAPH,
    properties: propertiesOf(graph, region),
  }))
  const height = TEXT_HEIGHT + Math.ceil(graphs.length / perRow) * GRAPH.height
  return { widgets: [heading, ...placed], height }
}

function propertiesOf({ title, metrics, region }: DashboardGraph, home: string): Widget {
  return {
    title,
    view: 'timeSeries',
    region: region ?? home,
    period: PERIOD_SECONDS,
    metrics: metrics.map(lineOf),
  }
}

/** As CloudWatch writes a line: `[namespace, name, dimension, value, …, {options}]`. */
function lineOf(metric: DashboardMetric): readonly unknown[] {
  const label = metric.label === undefined ? {} : { label: metric.label }
  if ('expression' in metric) return [{ expression: metric.expression, ...label }]
  const { namespace, metricName, dimensions, stat } = metric
  return [namespace, metricName, ...Object.entries(dimensions).flat(), { stat, ...label }]
}
