import { z } from 'zod'

const STAGE_KINDS = [
  'world',
  'bootstrap',
  'terraform',
  'copy',
  'verify',
  'cutover',
  'health',
  'revert',
  'complete',
  'check',
] as const

const differenceSchema = z.strictObject({
  kind: z.string().describe('What sort of difference: `missing`, `extra`, `bytes`, `content-type` …'),
  bucket: z.string().describe('Bucket or table it was found in.'),
  key: z.string().describe('Key of the object or row.'),
  detail: z.string().describe('Both values, or what is missing where.'),
})

export const stageSchema = z.strictObject({
  id: z.string().min(1).describe('Unique in the report.'),
  title: z.string().describe('What a person calls it.'),
  kind: z.enum(STAGE_KINDS).describe('What it does; the drawing depends on it.'),
  startedAt: z.iso.datetime().describe('When it started, UTC.'),
  seconds: z.number().nonnegative().describe('How long it took.'),
  outcome: z.enum(['done', 'skipped', 'failed']).describe('How it ended.'),
  summary: z.array(z.string()).describe('A few lines for a person.'),
  counts: z
    .record(z.string(), z.number())
    .describe('Key figures by name. A name that ends in `bytes`, `seconds` or `ms` is shown in that unit.'),
  differences: z
    .array(differenceSchema)
    .default([])
    .describe('What a check found, including what a later stage then put right.'),
  evidence: z
    .unknown()
    .optional()
    .describe('What was compared, machine-readable; its shape belongs to the check. May be absent.'),
})

export type Stage = z.output<typeof stageSchema>
export type StageKind = Stage['kind']
