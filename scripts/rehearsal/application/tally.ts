import type { WriteReceipt } from '../../../services/shared/storage/storage'

export type ApplicationCounts = {
  /** Acknowledged writes by the side that took them. */
  acknowledged: { source: number; aws: number }
  puts: number
  overwrites: number
  removes: number
  rows: number
  reads: number
  /** Reads that answered with bytes an object had before: a cache. */
  staleReads: number
  /** Reads that answered with anything else than was stored. */
  wrongReads: number
  /** The first few, in words. */
  wrongReadExamples: string[]
  /** Operations given up, by error code. */
  errors: Record<string, number>
  /** Attempts that failed and were repeated. */
  retries: number
  /** Longest time one write took, in milliseconds: how long the switch was felt. */
  longestWriteMilliseconds: number
  /** Longest time without any acknowledged write, in milliseconds. */
  longestGapMilliseconds: number
}

const EXAMPLES_SHOWN = 5

export class Tally {
  private readonly counts: ApplicationCounts = {
    ...{
      acknowledged: { source: 0, aws: 0 },
      puts: 0,
      overwrites: 0,
      removes: 0,
      rows: 0,
      reads: 0,
      staleReads: 0,
    },
    ...{ wrongReads: 0, wrongReadExamples: [], errors: {}, retries: 0 },
    ...{ longestWriteMilliseconds: 0, longestGapMilliseconds: 0 },
  }
  private lastWrite = Date.now()

  write(kind: 'puts' | 'overwrites' | 'removes', receipt: WriteReceipt, began: number): void {
    const now = Date.now()
    const { counts } = this
    counts[kind] += 1
    counts.acknowledged[receipt.side] += 1
    counts.longestWriteMilliseconds = Math.max(counts.longestWriteMilliseconds, now - began)
    counts.longestGapMilliseconds = Math.max(counts.longestGapMilliseconds, now - this.lastWrite)
    this.lastWrite = now
  }

  add(kind: 'rows' | 'reads' | 'staleReads' | 'retries'): void {
    this.counts[kind] += 1
  }

  wrongRead(example: string): void {
    this.counts.wrongReads += 1
    if (this.counts.wrongReadExamples.length < EXAMPLES_SHOWN) this.counts.wrongReadExamples.push(example)
  }

  error(error: unknown): void {
    const code = codeOf(error)
    this.counts.errors[code] = (this.counts.errors[code] ?? 0) + 1
  }

  read(): ApplicationCounts {
    return structuredClone(this.counts)
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
