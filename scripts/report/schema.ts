import { z } from 'zod'
import { stageSchema } from './schema-stage'

/** Where `npm run rehearse` leaves its report, from the root of the repository. */
export const REPORT_JSON = '.rehearsal/report.json'
export const REPORT_HTML = '.rehearsal/report.html'

const count = z.int().nonnegative()
const amount = z.number().nonnegative()
const headline = count.nullable()

export const hostSchema = z.strictObject({
  cores: z.int().positive().describe('Processor cores the run could use.'),
  memoryBytes: count.describe('Memory of the machine.'),
  node: z.string().describe('Version of Node.js.'),
  terraform: z.string().describe('Version of Terraform.'),
  postgres: z.string().describe('Version of the PostgreSQL servers.'),
  emulator: z.string().describe('Name and version of what stood in for AWS.'),
})

export const failureSchema = z.strictObject({
  code: z.string().describe('Code of the error, see errors.md; `BUG` when it is none we foresaw.'),
  message: z.string().describe('What happened, with the values given.'),
  suggestion: z.string().describe('What to do next.'),
  stage: z.string().nullable().describe('`id` of the stage that failed; null when it failed between stages.'),
})

const bucketSchema = z.strictObject({
  id: z.string().describe('Bucket id on Supabase.'),
  access: z.enum(['public', 'private']).describe('Who may read without a signature.'),
  target: z.string().describe('Bucket name on S3.'),
  objects: count.describe('Objects compared at the end.'),
  bytes: count.describe('Their bytes.'),
  lost: count.describe('Objects acknowledged to the application that neither side has.'),
  differences: count.describe('Objects that differ in bytes, content type, cache control or metadata.'),
})

const countsSchema = z.strictObject({
  objects: count.describe('Objects compared at the end, all buckets.'),
  bytes: count.describe('Their bytes.'),
  rows: count.describe('Rows of the application compared at the end.'),
  buckets: z.array(bucketSchema).describe('The same per bucket.'),
  urls: z
    .strictObject({
      rewritten: count.describe('URLs in the database changed to AWS, over all crossings.'),
      restored: count.describe('URLs changed back by reverts.'),
    })
    .describe('URLs stored in the application’s rows.'),
  acknowledgedWrites: z
    .strictObject({
      source: count.describe('While Supabase served writes.'),
      aws: count.describe('While AWS served writes.'),
    })
    .describe('Writes the application was told had succeeded, from the writer’s own ledger.'),
  requests: z
    .strictObject({
      s3: count.describe('Reads answered by S3.'),
      fallback: count.describe('Reads that missed in S3 and were answered by Supabase.'),
    })
    .describe('Reads through the distribution, by who answered.'),
})

const sampleSchema = z.strictObject({
  at: amount.describe('Seconds since the run started.'),
  stage: z.string().describe('`id` of the stage in work.'),
  objectsPerSecond: amount.describe('Objects that arrived, either direction.'),
  bytesPerSecond: amount.describe('Bytes that arrived, either direction.'),
})

const applicationSchema = z.strictObject({
  samples: z
    .array(
      z.strictObject({
        at: amount.describe('Seconds since the run started.'),
        writesPerSecond: amount.describe('Writes acknowledged to the application.'),
      }),
    )
    .describe('Acknowledged writes over time.'),
  longestPauseMs: amount.describe('Longest time between two acknowledged writes, in milliseconds.'),
  longestPauseAt: amount
    .nullable()
    .describe('When that pause began, in seconds since the start; null without writes.'),
  errors: z
    .array(
      z.strictObject({
        message: z.string().describe('What the application was told.'),
        count: z.int().positive().describe('How often.'),
      }),
    )
    .describe('Requests of the application that failed.'),
})

const terraformSchema = z.strictObject({
  stage: z.string().describe('`id` of the stage that applied it.'),
  stack: z.string().describe('Name of the stack.'),
  add: count.describe('Resources made.'),
  change: count.describe('Resources changed in place.'),
  destroy: count.describe('Resources removed.'),
  resources: z
    .array(
      z.strictObject({
        address: z.string().describe('Address in the Terraform configuration.'),
        action: z
          .enum(['create', 'update', 'delete', 'replace', 'import'])
          .describe('What Terraform did with it.'),
      }),
    )
    .describe('Every resource that was not left as it was.'),
})

const approvalSchema = z.strictObject({
  at: z.iso.datetime().describe('When it was given.'),
  environment: z.string().describe('GitHub environment that asked for it.'),
  stage: z.string().describe('`id` of the stage it let through.'),
  by: z.string().describe('Who gave it.'),
})

const workflowStepSchema = z.strictObject({
  workflow: z.string().describe('File in .github/workflows.'),
  job: z.string().describe('Id of the job.'),
  step: z.string().describe('Name of the step.'),
  seconds: amount.describe('How long it took.'),
  outcome: z.enum(['done', 'skipped', 'failed']).describe('How it ended.'),
})

/** One rehearsal, whole. docs/report.md is generated from these descriptions. */
export const reportSchema = z
  .strictObject({
    version: z.literal(1).describe('Version of this format.'),
    runId: z.string().min(1).describe('Id of the run.'),
    startedAt: z.iso.datetime().describe('When it started, UTC.'),
    finishedAt: z.iso.datetime().describe('When it ended, UTC.'),
    system: z.string().describe('System that was moved.'),
    environment: z.string().describe('Its environment.'),
    host: hostSchema.describe('The machine and the programs.'),
    outcome: z.enum(['succeeded', 'failed']).describe('`succeeded` only if all four numbers below are 0.'),
    failure: failureSchema.nullable().describe('Why it failed; null when it succeeded.'),
    lost: headline.describe(
      'Acknowledged writes that are nowhere; null when the run failed before it could tell.',
    ),
    doubled: headline.describe('Writes that are there twice; null as above.'),
    resurrected: headline.describe('Things the application deleted that came back; null as above.'),
    differences: headline.describe('Differences left between both sides at the end; null as above.'),
    counts: countsSchema.describe('What was moved and compared.'),
    stages: z.array(stageSchema).describe('What ran, in order.'),
    throughput: z.array(sampleSchema).describe('Rate of the copying over time.'),
    application: applicationSchema.describe('What the application noticed.'),
    terraform: z.array(terraformSchema).describe('What Terraform changed, one entry per apply.'),
    approvals: z.array(approvalSchema).describe('Approvals that gates asked for.'),
    workflowSteps: z
      .array(workflowStepSchema)
      .describe('Steps of the workflows that were executed, in order.'),
    limits: z.array(z.string()).describe('What this rehearsal does not show.'),
  })
  .superRefine((report, context) => {
    for (const message of contradictions(report)) context.addIssue({ code: 'custom', message })
  })

interface Claims {
  outcome: 'succeeded' | 'failed'
  failure: unknown
  lost: number | null
  doubled: number | null
  resurrected: number | null
  differences: number | null
}

/** A report must not call a run a success that lost something, nor a failure without saying why. */
function contradictions(report: Claims): string[] {
  if (report.outcome === 'failed') return report.failure === null ? ['failed, but `failure` is null'] : []
  const numbers = (['lost', 'doubled', 'resurrected', 'differences'] as const)
    .filter((name) => report[name] !== 0)
    .map((name) => `succeeded, but \`${name}\` is ${String(report[name])}`)
  return report.failure === null ? numbers : ['succeeded, but `failure` is set', ...numbers]
}

/** What a writer of a report gives. */
export type ReportInput = z.input<typeof reportSchema>
/** A report that was checked. */
export type Report = z.output<typeof reportSchema>

/** @throws ZodError that lists everything wrong with `input`. */
export function parseReport(input: unknown): Report {
  return reportSchema.parse(input)
}
