import { countsText } from './markdown'
import type { Entry } from './render-changes'

/** Between two entries: without a blank line, what follows a fold is taken for HTML. */
export const SEPARATOR = '\n\n'

export interface Fitted {
  /** The text of each entry that has a place, in the given order. */
  shown: { entry: Entry; text: string }[]
  cut: Entry[]
}

/**
 * Gives each entry a line, the worst first, for as long as there is room; then unfolds them in the same order.
 * So what is left out is always the least harmful, wherever it stands in the comment.
 */
export function fit(entries: readonly Entry[], room: number): Fitted {
  const bySeverity = [...entries].sort((a, b) => a.severity - b.severity)
  const texts = new Map<Entry, string>()
  let left = room
  for (const entry of bySeverity) {
    left -= entry.short.length + SEPARATOR.length
    if (left < 0) break
    texts.set(entry, entry.short)
  }
  left = Math.max(left, 0)
  for (const entry of texts.keys()) {
    const more = entry.full.length - entry.short.length
    if (more > left) continue
    left -= more
    texts.set(entry, entry.full)
  }
  const shown = entries.flatMap((entry) => {
    const text = texts.get(entry)
    return text === undefined ? [] : [{ entry, text }]
  })
  return { shown, cut: entries.filter((entry) => !texts.has(entry)) }
}

/** `12 create, 3 output`: what was left out. */
export function cutText(cut: readonly Entry[]): string {
  const counts = new Map<string, number>()
  for (const { label } of cut) counts.set(label, (counts.get(label) ?? 0) + 1)
  return countsText(counts)
}
