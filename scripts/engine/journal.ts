import type { PhaseName } from '../../cdktf/config/phases'
import type { Json, JournalItem, JournalStore } from '../adapters/ports'
import type { ActionResult, Step } from './phase'

/** An item of DynamoDB holds 400 KB. */
const MAX_RESOURCES = 500
/** Characters of an action's evidence: in UTF-8 at most three times as many bytes. */
const MAX_EVIDENCE = 100_000

/** Where one phase of one app stands. */
export const PHASE_STATES = [
  'new',
  'copied',
  'verified',
  'cutting-over',
  'on-aws',
  'healthy',
  'reverting',
  'reverted',
  'completed',
] as const
export type PhaseState = (typeof PHASE_STATES)[number]

export interface PhaseRecord {
  app: string
  phase: PhaseName
  state: PhaseState
  /** Counts up with each revert, so that the actions of the next try are run and recorded anew. */
  attempt: number
  /** When each step last succeeded in this attempt, ISO 8601. */
  steps: Partial<Record<Step, string>>
}

export interface StackRecord {
  stack: string
  appliedAt: string
  variables: Record<string, Json>
}

export interface ActionScope {
  app: string
  phase: PhaseName
  attempt: number
  step: Step
}

export interface ActionRecord {
  status: 'started' | 'done' | 'failed'
  at: string
  result?: ActionResult
}

export interface JournalEvent {
  at: string
  runId: string
  by: string
  what: string
  detail: Record<string, Json>
}

export interface JournalOptions {
  store: JournalStore
  runId: string
  by: string
  now?: () => Date
}

/** What ran, when, by whom, with which result. Reads need no lease; writes do. */
export class Journal {
  readonly #now: () => Date
  #sequence = 0

  constructor(private readonly options: JournalOptions) {
    this.#now = options.now ?? (() => new Date())
  }

  async phase(app: string, phase: PhaseName): Promise<PhaseRecord> {
    const item = await this.options.store.get(`phase#${app}`, phase)
    if (!item) return { app, phase, state: 'new', attempt: 1, steps: {} }
    return item.record as unknown as PhaseRecord
  }

  async savePhase(record: PhaseRecord): Promise<void> {
    await this.#put({ pk: `phase#${record.app}`, sk: record.phase, record: plain(record) })
    await this.event('phase', {
      app: record.app,
      phase: record.phase,
      state: record.state,
      attempt: record.attempt,
    })
  }

  async stack(stack: string): Promise<StackRecord | undefined> {
    const item = await this.options.store.get('stack', stack)
    return item && (item.record as unknown as StackRecord)
  }

  /** @param resources what the apply changed, by address; at most the first MAX_RESOURCES are kept */
  async saveStack(
    stack: string,
    variables: Record<string, Json>,
    resources: readonly { address: string; kind: string }[] = [],
  ): Promise<void> {
    const record: StackRecord = { stack, appliedAt: this.#now().toISOString(), variables }
    await this.#put({ pk: 'stack', sk: stack, record: plain(record) })
    const kept = resources.slice(0, MAX_RESOURCES).map(({ address, kind }) => ({ address, kind }))
    await this.event('stack applied', { stack, variables, resources: kept })
  }

  async action(scope: ActionScope, id: string): Promise<ActionRecord | undefined> {
    const item = await this.options.store.get(scopeKey(scope), id)
    return item && (item.record as unknown as ActionRecord)
  }

  async saveAction(scope: ActionScope, id: string, record: Omit<ActionRecord, 'at'>): Promise<void> {
    const at = this.#now().toISOString()
    const kept = record.result ? { ...record, result: storable(record.result) } : record
    await this.#put({ pk: scopeKey(scope), sk: id, record: plain({ ...kept, at }) })
    await this.event(`action ${record.status}`, {
      app: scope.app,
      phase: scope.phase,
      step: scope.step,
      attempt: scope.attempt,
      id,
      ...(record.result ? { summary: record.result.summary, counts: record.result.counts ?? {} } : {}),
    })
  }

  /** A named fact of the whole environment, such as the last verified backup. */
  async fact(name: string): Promise<Json | undefined> {
    return (await this.options.store.get('fact', name))?.record
  }

  async saveFact(name: string, record: Json): Promise<void> {
    await this.#put({ pk: 'fact', sk: name, record })
    await this.event(name, { record })
  }

  async event(what: string, detail: Record<string, Json>): Promise<void> {
    const at = this.#now().toISOString()
    this.#sequence += 1
    const sk = `${at}#${this.options.runId}#${String(this.#sequence).padStart(4, '0')}`
    await this.#put({ pk: 'event', sk, at, runId: this.options.runId, by: this.options.by, what, detail })
  }

  async events(): Promise<JournalEvent[]> {
    return (await this.options.store.query('event')).map((item) => item as unknown as JournalEvent)
  }

  async #put(item: JournalItem): Promise<void> {
    await this.options.store.put(item, this.options.runId)
  }
}

function scopeKey(scope: ActionScope): string {
  return `action#${scope.app}#${scope.phase}#${String(scope.attempt)}#${scope.step}`
}

/** Evidence that no item can hold is left out: an action must not fail because its proof is long. */
function storable(result: ActionResult): ActionResult {
  if (JSON.stringify(result.evidence ?? null).length <= MAX_EVIDENCE) return result
  return { ...result, evidence: 'too long to keep; the command printed it with --json' }
}

/** Drops undefined and everything JSON cannot say; what is left is what the table holds. */
function plain(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json
}
