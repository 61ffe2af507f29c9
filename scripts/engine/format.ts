const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const
const KIBI = 1024
const MINUTE = 60
const HOUR = 3600

/** 2143 -> "2,143" */
export function formatCount(count: number): string {
  return grouped.format(count)
}

/** 2013265920 -> "1.88 GiB"; three significant digits, binary units. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  // 1023.5 and more would print as 1024: that is 1.00 of the next unit.
  while (value >= KIBI - 0.5 && unit < BYTE_UNITS.length - 1) {
    value /= KIBI
    unit += 1
  }
  const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2
  return `${value.toFixed(digits)} ${BYTE_UNITS[unit] ?? 'B'}`
}

/** Seconds as a person says them: "420 ms", "8.2 s", "4 min 31 s", "1 h 2 min". */
export function formatDuration(seconds: number): string {
  if (seconds <= 0) return '0 s'
  if (seconds < 0.9995) return `${Math.max(1, Math.round(seconds * 1000))} ms`
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} min ${whole % MINUTE} s`
  const minutes = Math.round(seconds / MINUTE)
  return `${Math.floor(minutes / MINUTE)} h ${minutes % MINUTE} min`
}

/** Seconds as a clock shows them: "0:08", "4:31", "1:02:03". */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const twoDigits = (n: number): string => String(n).padStart(2, '0')
  const minutes = Math.floor((whole % HOUR) / MINUTE)
  if (whole < HOUR) return `${minutes}:${twoDigits(whole % MINUTE)}`
  return `${Math.floor(whole / HOUR)}:${twoDigits(minutes)}:${twoDigits(whole % MINUTE)}`
}

// C0 and C1 controls, Unicode's direction overrides and isolates, unpaired surrogates: all legal in an object's key.
const INVISIBLE =
  // eslint-disable-next-line no-control-regex -- controls are exactly what must not pass
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu

/** Text of others (a key, a server's message) made safe to show: what steers a terminal or reorders a line is spelt out. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`)
}
