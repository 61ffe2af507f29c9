import type { Row } from './insert-rows'
import type { Random } from './random'
import type { Urls } from './urls'

/** What every part of the seeding works with. */
export interface RowMaker {
  random: Random
  urls: Urls
  add: (table: string, row: Row) => void
}

export interface SeededUser {
  id: string
  number: number
}

export interface SeededProject {
  id: string
  branchId: string
  title: string
  createdAt: Date
}

export interface SeededScene {
  id: string
  number: number
  shotIds: string[]
}

const MINUTE_MS = 60_000
/** The studio opened on this day. Fixed, so that a seed always makes the same rows. */
const OPENED = Date.UTC(2025, 5, 2, 8)

/** A moment so many minutes after the studio opened. */
export function minutesAfterOpening(minutes: number): Date {
  return new Date(OPENED + minutes * MINUTE_MS)
}

export function minutesAfter(moment: Date, minutes: number): Date {
  return new Date(moment.getTime() + minutes * MINUTE_MS)
}
