import { z } from 'zod'

/** What the process is started with: the path of a JSON file is its only argument. Secrets come by the environment. */
export const optionsSchema = z.strictObject({
  /** `aiuteur/dev` */
  target: z.string(),
  app: z.string(),
  seed: z.int(),
  ratePerSecond: z.number().positive(),
  ledgerFile: z.string(),
  /** Until `complete`: reads fall back to Supabase, deletions leave tombstones. */
  fallback: z.boolean(),
})

export type ProcessOptions = z.output<typeof optionsSchema>
