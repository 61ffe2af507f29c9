import { attributeLines } from './render-attributes'
import { code, fenced, fold } from './markdown'
import { losesData, type OutputChange, type Plan, type ResourceChange } from './model'

/** A change as it can be shown: whole, or on one line where there is no room. */
export interface Entry {
  stack: string
  /** 0 is the worst; the comment is cut from the other end. */
  severity: number
  /** What it is counted as when it is cut: `create`, `output`, `drift`. */
  label: string
  short: string
  full: string
}

const VERBS = {
  delete: 'destroy',
  replace: 'replace',
  forget: 'forget',
  update: 'update',
  create: 'create',
  import: 'import',
  move: 'move',
  read: 'read',
} as const

const SEVERITY = {
  delete: 1,
  replace: 1,
  forget: 2,
  update: 3,
  create: 4,
  import: 5,
  move: 5,
  read: 8,
} as const
const LOSES_DATA = 0
const OUTPUT = 6
const DRIFT = 7

/** Every change of a stack's plan, the worst first. */
export function entriesOf(stack: string, plan: Plan): Entry[] {
  const entries = [
    ...plan.resources.map((change) => resourceEntry(stack, change)),
    ...plan.outputs.map((output) => outputEntry(stack, output)),
    ...plan.drift.map((change) => driftEntry(stack, change)),
  ]
  return entries.sort((a, b) => a.severity - b.severity)
}

/** One line for the list on top: `storage: destroy aws_s3_bucket.images, which holds objects`. */
export function lossLine(stack: string, change: ResourceChange): string {
  return `- ${code(stack)}: **${VERBS[change.kind]}** ${code(change.address)}, which holds ${change.holds ?? 'data'}`
}

function resourceEntry(stack: string, change: ResourceChange): Entry {
  const short = `${VERBS[change.kind]} ${code(change.address)}${notesOf(change)}`
  const lines = attributeLines(change.kind, change.attributes)
  return {
    stack,
    severity: losesData(change) ? LOSES_DATA : SEVERITY[change.kind],
    label: VERBS[change.kind],
    short: `- ${short}`,
    full: lines.length === 0 ? `- ${short}` : fold(short, fenced('diff', lines)),
  }
}

function notesOf(change: ResourceChange): string {
  const forced = change.attributes
    .filter(({ forcesReplacement }) => forcesReplacement)
    .map(({ path }) => path)
  const notes = [
    losesData(change) ? `<b>loses ${change.holds ?? 'data'}</b>` : undefined,
    change.deposed === undefined ? undefined : `deposed object ${code(change.deposed)}`,
    change.previousAddress === undefined ? undefined : `moved from ${code(change.previousAddress)}`,
    change.importId === undefined ? undefined : `imports ${code(change.importId)}`,
    change.reason,
    change.kind === 'replace' && forced.length > 0
      ? `because of ${code(forced.slice(0, 5).join(', '))}`
      : undefined,
    change.kind === 'forget' ? 'stays in the account, leaves the state' : undefined,
  ].filter((note) => note !== undefined)
  return notes.length === 0 ? '' : `: ${notes.join('; ')}`
}

function outputEntry(stack: string, output: OutputChange): Entry {
  const short = `${output.kind === 'delete' ? 'remove' : output.kind} output ${code(output.name)}`
  const full = fold(short, fenced('diff', attributeLines(output.kind, output.attributes)))
  return { stack, severity: OUTPUT, label: 'output', short: `- ${short}`, full }
}

function driftEntry(stack: string, change: ResourceChange): Entry {
  const what = change.kind === 'delete' ? 'was destroyed' : 'was changed'
  const short = `drift: ${code(change.address)} ${what} outside of Terraform`
  const lines = attributeLines(change.kind, change.attributes)
  const full = lines.length === 0 ? `- ${short}` : fold(short, fenced('diff', lines))
  return { stack, severity: DRIFT, label: 'drift', short: `- ${short}`, full }
}
