import type { PlanCommentInput, StackPlan } from './comment-input'
import { cutText, fit, SEPARATOR } from './fit'
import { planFingerprint } from './fingerprint'
import { code, countsText, oneLine, table } from './markdown'
import { isEmptyPlan, losesData, type Plan } from './model'
import { entriesOf, lossLine } from './render-changes'

/** GitHub refuses a longer comment ("Body is too long"). */
export const COMMENT_LIMIT = 65_536
/** At most this share of the comment lists destroyed data one by one; the others are counted. */
const LOSSES_SHARE = 0.5
/** Room for headings, the line that says what was cut, and the blank lines between parts. */
const OVERHEAD_PER_STACK = 300

/** The hidden first line by which the comment is found again and updated instead of posted anew. */
export function commentMarker({
  system,
  environment,
}: Pick<PlanCommentInput, 'system' | 'environment'>): string {
  return `<!-- supabase-to-aws:plan:${system}/${environment} -->`
}

/**
 * The plan of one target as Markdown of at most `limit` characters (UTF-16 units; GitHub's own by default):
 * lost data on top, a table of the stacks in the given order, then every change in a fold. Where it does not fit,
 * the least harmful changes are left out and counted.
 */
export function renderPlanComment(input: PlanCommentInput, limit = COMMENT_LIMIT): string {
  const head = [
    commentMarker(input),
    `## Plan for ${code(`${input.system}/${input.environment}`)}`,
    headline(input.stacks),
    losses(input.stacks, limit * LOSSES_SHARE),
    stacksTable(input.stacks),
  ].filter((part) => part !== '')
  const foot = footer(input)
  const used = [...head, foot].join('\n\n').length + OVERHEAD_PER_STACK * (input.stacks.length + 1)
  return [...head, ...changes(input.stacks, limit - used), foot].join('\n\n')
}

function headline(stacks: readonly StackPlan[]): string {
  const plans = plansOf(stacks)
  const failed = stacks.filter(({ status }) => status === 'failed').length
  const lost = plans.flatMap(({ plan }) => plan.resources.filter(losesData)).length
  const counts = countsText(
    new Map(COLUMNS.map(({ name, of }) => [name, sum(plans.map(({ plan }) => of(plan)))])),
  )
  const says = plans.every(({ plan }) => isEmptyPlan(plan)) ? 'Nothing would change.' : `Would do: ${counts}.`
  return [
    failed > 0 ? `**${failed} of ${stacks.length} stacks could not be planned.**` : '',
    lost > 0 ? `**${lost} that hold data would be destroyed.**` : '',
    plans.length > 0 ? says : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

function losses(stacks: readonly StackPlan[], room: number): string {
  const lines = plansOf(stacks).flatMap(({ stack, plan }) =>
    plan.resources
      .filter(losesData)
      .map((change) => ({ line: `> ${lossLine(stack, change)}`, type: change.type })),
  )
  if (lines.length === 0) return ''
  const shown: string[] = []
  let left = room
  for (const { line } of lines) {
    left -= line.length + 1
    if (left < 0) break
    shown.push(line)
  }
  const counts = new Map<string, number>()
  for (const { type } of lines.slice(shown.length)) counts.set(type, (counts.get(type) ?? 0) + 1)
  const rest = counts.size === 0 ? [] : [`> - and ${lines.length - shown.length} more: ${countsText(counts)}`]
  return [
    '> [!CAUTION]',
    '> **Data would be lost.** Applying this destroys or replaces:',
    ...shown,
    ...rest,
  ].join('\n')
}

const COLUMNS: readonly { name: string; of: (plan: Plan) => number }[] = [
  ...(['create', 'update', 'replace', 'delete', 'forget'] as const).map((kind) => ({
    name: kind === 'delete' ? 'destroy' : kind,
    of: (plan: Plan) => plan.resources.filter((change) => change.kind === kind).length,
  })),
  {
    name: 'move',
    of: (plan) => plan.resources.filter((change) => change.previousAddress !== undefined).length,
  },
  { name: 'import', of: (plan) => plan.resources.filter((change) => change.importId !== undefined).length },
  { name: 'output', of: (plan) => plan.outputs.length },
  { name: 'drift', of: (plan) => plan.drift.length },
]

function stacksTable(stacks: readonly StackPlan[]): string {
  const rows = stacks.map((entry) => {
    const counts = COLUMNS.map(({ of }) => (entry.status === 'planned' ? of(entry.plan) : 0))
    return [
      code(entry.stack),
      statusText(entry),
      ...counts.map((count) => (count === 0 ? '' : String(count))),
    ]
  })
  return table(['stack', 'status', ...COLUMNS.map(({ name }) => name)], rows)
}

function statusText(entry: StackPlan): string {
  if (entry.status === 'waiting') return `waits for ${code(entry.waitsFor)}`
  if (entry.status === 'failed') return `failed: ${code(entry.message)}`
  if (!entry.plan.complete) return 'more to apply after this'
  return isEmptyPlan(entry.plan) ? 'no changes' : 'changes'
}

function changes(stacks: readonly StackPlan[], room: number): string[] {
  const plans = plansOf(stacks)
  const { shown, cut } = fit(
    plans.flatMap(({ stack, plan }) => entriesOf(stack, plan)),
    room,
  )
  return plans.flatMap(({ stack }) => {
    const texts = shown.filter(({ entry }) => entry.stack === stack).map(({ text }) => text)
    const missing = cut.filter((entry) => entry.stack === stack)
    if (texts.length + missing.length === 0) return []
    const note = `_Left out for want of room, the least harmful: ${cutText(missing)}. The plan file has them all._`
    return [`### ${code(stack)}`, texts.join(SEPARATOR), ...(missing.length === 0 ? [] : [note])]
  })
}

function footer({ phase, applied, stacks }: PlanCommentInput): string {
  const prints = plansOf(stacks).map(
    ({ stack, plan }) => `${code(stack)} ${code(planFingerprint(plan).slice(0, 16))}`,
  )
  const lines = [
    phase === undefined ? '' : `Phase: ${code(phase)}.`,
    applied === undefined
      ? ''
      : `Applied already: ${applied.length === 0 ? 'nothing' : applied.map((name) => code(oneLine(name))).join(', ')}.`,
    prints.length === 0 ? '' : `Fingerprints: ${prints.join(', ')}.`,
  ]
  return `<sub>${lines.filter((line) => line !== '').join(' ')}</sub>`
}

function plansOf(stacks: readonly StackPlan[]): { stack: string; plan: Plan }[] {
  return stacks.flatMap((entry) => (entry.status === 'planned' ? [entry] : []))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
