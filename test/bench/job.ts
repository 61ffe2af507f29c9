import { z } from 'zod'

/** What a contender's process is told on standard input. */
export const jobSchema = z.object({
  contender: z.enum(['ours', 'pipe', 'naive', 'inventory', 'merge-join', 'no-op-join']),
  databaseUrl: z.string(),
  supabaseUrl: z.string(),
  serviceKey: z.string(),
  s3Endpoint: z.string(),
  sourceBucket: z.string(),
  targetBucket: z.string(),
  /** What the pipe copies: it lists nothing. */
  keys: z.array(z.string()),
  /** Copy no more than so many. */
  limit: z.number(),
  /** Parts of our copier that are taken out (see take-out.ts). */
  without: z.array(z.enum(['columns', 'find', 'record', 'hash'])),
})

export type Job = z.infer<typeof jobSchema>
export type Part = Job['without'][number]

/** What it answers on standard output. */
export const resultSchema = z.object({
  /** Of the work, without the start of the process. */
  seconds: z.number(),
  objects: z.number(),
  bytes: z.number(),
  /** Bytes of memory before the work, all modules loaded; 0 where it cannot be known. */
  startRss: z.number(),
  peakRss: z.number(),
  /** User and system together; 0 where it is not known. */
  cpuSeconds: z.number(),
})

export type Result = z.infer<typeof resultSchema>
