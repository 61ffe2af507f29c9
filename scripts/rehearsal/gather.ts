import type { ReportInput } from '../report/schema'
import type { Application } from './application-process'
import type { Crossing } from './crossing'
import { eventsOf, text } from './journal-view'

type TerraformEntry = NonNullable<ReportInput['terraform']>[number]
type Shown = TerraformEntry['resources'][number]['action']

/** What the report tells besides stages and proof. */
export interface Gathered {
  application: ReportInput['application']
  acknowledged: ReportInput['counts']['acknowledgedWrites']
  urls: ReportInput['counts']['urls']
  terraform: TerraformEntry[]
}

export async function gather(crossing: Crossing, applications: readonly Application[]): Promise<Gathered> {
  const events = await eventsOf(crossing.world)
  const done = events.filter(({ what }) => what === 'action done')
  const urls = (prefix: string): number =>
    done
      .filter(({ detail }) => text(detail.id).startsWith(prefix))
      .reduce((sum, { detail }) => sum + ((detail.counts as { urls?: number } | undefined)?.urls ?? 0), 0)
  const acknowledged = { source: 0, aws: 0 }
  for (const application of applications) {
    const { source, aws } = application.acknowledged()
    acknowledged.source += source
    acknowledged.aws += aws
  }
  return {
    application: viewOf(applications),
    acknowledged,
    urls: { rewritten: urls('rewrite-'), restored: urls('restore-') },
    terraform: events
      .filter(({ what }) => what === 'stack applied')
      .map((event) => terraformOf(crossing, event)),
  }
}

function viewOf(applications: readonly Application[]): Gathered['application'] {
  const longest = [...applications].sort((a, b) => b.pause.milliseconds - a.pause.milliseconds)[0]
  const errors = new Map<string, number>()
  for (const application of applications) {
    for (const [message, count] of Object.entries(application.errors()))
      errors.set(message, (errors.get(message) ?? 0) + count)
  }
  return {
    samples: applications.flatMap((application) => application.samples),
    longestPauseMs: longest?.pause.milliseconds ?? 0,
    longestPauseAt: longest?.pause.at ?? null,
    errors: [...errors].map(([message, count]) => ({ message, count })),
  }
}

const SHOWN: Readonly<Record<string, Shown>> = {
  create: 'create',
  update: 'update',
  delete: 'delete',
  replace: 'replace',
  import: 'import',
}

function terraformOf(
  crossing: Crossing,
  event: { at: string; detail: Record<string, unknown> },
): TerraformEntry {
  const resources = (event.detail.resources ?? []) as { address: string; kind: string }[]
  const count = (...kinds: string[]): number => resources.filter(({ kind }) => kinds.includes(kind)).length
  const stage = crossing.recorder.stages.filter(({ startedAt }) => startedAt <= event.at).at(-1)
  return {
    stage: stage?.id ?? 'start',
    stack: text(event.detail.stack),
    add: count('create', 'replace'),
    change: count('update'),
    destroy: count('delete', 'replace'),
    resources: resources.flatMap(({ address, kind }) => {
      const action = SHOWN[kind]
      return action === undefined ? [] : [{ address, action }]
    }),
  }
}
