/** Monday of the week in which the moment lies, in UTC, as `2026-01-05`. */
export function weekOf(moment: Date): string {
  const daysSinceMonday = (moment.getUTCDay() + 6) % 7
  const monday = Date.UTC(
    moment.getUTCFullYear(),
    moment.getUTCMonth(),
    moment.getUTCDate() - daysSinceMonday,
  )
  return new Date(monday).toISOString().slice(0, 10)
}
