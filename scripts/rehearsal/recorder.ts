import type { Account, StageAccount } from '../report/terminal'
import type { ReportInput } from '../report/schema'
import type { StageKind } from '../report/schema-stage'

type StageInput = ReportInput['stages'][number]

export interface StageNotes {
  /** A line for a person, in the account and the report. */
  say(text: string): void
  /** A key figure. */
  count(name: string, value: number): void
  /** A key figure for the report alone. */
  quietly(name: string, value: number): void
  evidence(value: unknown): void
  difference(difference: NonNullable<StageInput['differences']>[number]): void
}

export interface StageAbout {
  id: string
  title: string
  kind: StageKind
}

export interface OpenStage {
  notes: StageNotes
  end(failure?: string): void
}

/** Keeps what the report is made of: the stages in order, with what each said. */
export class Recorder {
  readonly startedAt = new Date()
  readonly stages: StageInput[] = []
  #current: string | undefined

  constructor(private readonly account: Account) {}

  /** Seconds since the run started. */
  now(): number {
    return (Date.now() - this.startedAt.getTime()) / 1_000
  }

  /** Id of the stage in work, or of the last one. */
  get current(): string {
    return this.#current ?? this.stages.at(-1)?.id ?? 'start'
  }

  get failedStage(): string | null {
    return this.stages.find((stage) => stage.outcome === 'failed')?.id ?? null
  }

  /** Begins a stage that somebody else runs (a workflow's step); `end` says how it went. */
  begin(about: StageAbout): OpenStage {
    const told = this.account.stage(about.title)
    const entry: StageInput = {
      ...about,
      startedAt: new Date().toISOString(),
      seconds: 0,
      outcome: 'done',
      summary: [],
      counts: {},
      differences: [],
    }
    this.stages.push(entry)
    this.#current = about.id
    const began = Date.now()
    return {
      notes: notesOf(entry, told),
      end: (failure) => {
        entry.seconds = (Date.now() - began) / 1_000
        if (failure === undefined) {
          told.done()
          return
        }
        entry.outcome = 'failed'
        told.failed(failure)
      },
    }
  }

  /** Runs a stage, tells the account of it and keeps it, also when it fails. */
  async stage<T>(about: StageAbout, work: (notes: StageNotes) => Promise<T>): Promise<T> {
    const open = this.begin(about)
    try {
      const result = await work(open.notes)
      open.end()
      return result
    } catch (error) {
      open.end(error instanceof Error ? error.message : String(error))
      throw error
    }
  }
}

function notesOf(entry: StageInput, told: StageAccount): StageNotes {
  return {
    say(text) {
      entry.summary.push(text)
      told.note(text)
    },
    count(name, value) {
      entry.counts[name] = value
      told.figure(name, value)
    },
    quietly(name, value) {
      entry.counts[name] = value
    },
    evidence(value) {
      entry.evidence = value
    },
    difference(difference) {
      entry.differences?.push(difference)
    },
  }
}
