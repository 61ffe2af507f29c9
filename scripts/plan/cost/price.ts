/** Hours in a month, as AWS's own calculator counts them. */
export const HOURS = 730

/** Day of the table: prices as AWS published them then, on demand, in us-east-1, without tax. */
export const PRICES_AS_OF = '2026-05-31'
export const PRICED_REGION = 'us-east-1'

export interface Price {
  /** USD for one unit. */
  readonly usd: number
  readonly unit: string
  /** Where AWS or Supabase publishes it. */
  readonly source: string
  /** Units that cost nothing each month, for good. Counted once an account. @default 0 */
  readonly free?: number
}
