/** Maps seconds since the start to a horizontal place in a drawing. */
export interface TimeScale {
  (seconds: number): number
  readonly seconds: number
  readonly width: number
}

export function timeScale(seconds: number, width: number): TimeScale {
  const span = Math.max(seconds, 1)
  const place = (at: number): number => round(Math.min(1, Math.max(0, at / span)) * width)
  return Object.assign(place, { seconds: span, width })
}

const TICK_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400]
const PIXELS_PER_TICK = 80

/** Times worth a mark: whole, a step people count in, as many as fit. */
export function timeTicks(scale: TimeScale): number[] {
  const wanted = Math.max(2, Math.floor(scale.width / PIXELS_PER_TICK))
  const step =
    TICK_STEPS.find((candidate) => scale.seconds / candidate <= wanted) ?? Math.ceil(scale.seconds / wanted)
  return Array.from({ length: Math.floor(scale.seconds / step) + 1 }, (_, index) => index * step)
}

const NICE = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]

/** The smallest round number that is not below `value`; `base` 1024 for bytes. */
export function niceCeiling(value: number, base: 1000 | 1024 = 1000): number {
  if (value <= 0) return 1
  const unit = base ** Math.floor(Math.log(value) / Math.log(base))
  const decade = 10 ** Math.floor(Math.log10(value / unit))
  const nice = NICE.find((candidate) => candidate * decade * unit >= value) ?? 10
  return nice * decade * unit
}

/** One decimal of a pixel is enough and keeps the page small. */
export function round(pixels: number): number {
  return Math.round(pixels * 10) / 10
}

export interface Point {
  at: number
  value: number
}

/**
 * At most two points (lowest and highest, in their order) for each pixel, so that a long run stays a small page and
 * a pause of one sample stays visible.
 */
export function thinned(points: readonly Point[], scale: TimeScale): Point[] {
  const columns = new Map<number, Point[]>()
  for (const point of points) {
    const column = Math.round(scale(point.at))
    columns.set(column, [...(columns.get(column) ?? []), point])
  }
  return [...columns.values()].flatMap((column) => {
    if (column.length <= 2) return column
    const sorted = column.toSorted((a, b) => a.value - b.value)
    return [sorted[0], sorted.at(-1)].filter((point) => point !== undefined).toSorted((a, b) => a.at - b.at)
  })
}
