import { z } from 'zod'
import { failureSchema, hostSchema } from './schema'
import { stageSchema } from './schema-stage'

/** Where `npm run rehearse -- --only infrastructure` leaves its report, from the root of the repository. */
export const INFRASTRUCTURE_JSON = '.rehearsal/infrastructure.json'
export const INFRASTRUCTURE_HTML = '.rehearsal/infrastructure.html'

const count = z.int().nonnegative()
const seconds = z.number().nonnegative().describe('How long it took.')
const address = z.string().describe('Address in the Terraform configuration.')

const applySchema = z.strictObject({
  outcome: z.enum(['applied', 'failed', 'skipped']).describe('How the apply ended.'),
  seconds,
  initSeconds: z.number().nonnegative().describe('How long `terraform init` took before it.'),
  imported: count.describe('Resources that `migrate bootstrap` had made and Terraform took over.'),
  added: count.describe('Resources made.'),
})

const secondPlanSchema = z.strictObject({
  outcome: z
    .enum(['empty', 'changes', 'failed', 'skipped'])
    .describe('`empty` is the proof: applying again would do nothing.'),
  seconds,
  changes: z
    .array(z.strictObject({ address, action: z.string().describe('What Terraform would do, in its words.') }))
    .describe('What a second apply would still change.'),
})

const refusalSchema = z.strictObject({
  outcome: z
    .enum(['refused', 'no data store', 'planned', 'failed', 'skipped'])
    .describe('`planned` fails the rehearsal: Terraform would have destroyed a data store.'),
  seconds,
  resources: z
    .array(z.string())
    .describe('Addresses that refused. Terraform does not come to what these depend on.'),
})

const liftedSchema = z.strictObject({
  outcome: z.enum(['lifted', 'failed', 'skipped']).describe('How lifting the protection ended.'),
  seconds,
  resources: z
    .array(
      z.strictObject({ address, arguments: z.array(z.string()).describe('Arguments that were changed.') }),
    )
    .describe('What the rehearsal’s transform took away, on a copy of the configuration.'),
})

const destroySchema = z.strictObject({
  outcome: z.enum(['destroyed', 'failed', 'skipped']).describe('How the destroy ended.'),
  seconds,
  destroyed: count.describe('Resources destroyed.'),
})

const stackSchema = z.strictObject({
  name: z.string().describe('Name of the stack.'),
  system: z.string().describe('Its system.'),
  resources: count.describe('Resources in its configuration.'),
  stores: z.array(z.string()).describe('Addresses of those that hold data.'),
  unprotected: z
    .array(z.string())
    .describe('Those of them without `prevent_destroy`, whether Terraform came as far as them or not.'),
  apply: applySchema.describe('The first apply.'),
  secondPlan: secondPlanSchema.describe('`terraform plan` once every stack is applied.'),
  refusal: refusalSchema.describe('`terraform plan -destroy`, protection in place.'),
  lifted: liftedSchema.describe('Protection taken away.'),
  destroy: destroySchema.describe('The destroy after that.'),
})

const notAppliedSchema = z.strictObject({
  stack: z.string().describe('Name of the stack.'),
  address: z.string().describe('Address of the resource.'),
  reason: z.string().describe('Why it is not there.'),
})

const leftSchema = z.strictObject({
  name: z.string().describe('What the emulator calls it: service, collection, name.'),
  reason: z.string().nullable().describe('Why AWS keeps it, too; null fails the rehearsal.'),
})

/** One rehearsal of the infrastructure, whole. docs/report.md is generated from these descriptions. */
export const infrastructureSchema = z
  .strictObject({
    version: z.literal(1).describe('Version of this format.'),
    runId: z.string().min(1).describe('Id of the run.'),
    startedAt: z.iso.datetime().describe('When it started, UTC.'),
    finishedAt: z.iso.datetime().describe('When it ended, UTC.'),
    targets: z.array(z.string()).describe('Systems and environments, all in one account.'),
    host: hostSchema.omit({ postgres: true }).describe('The machine and the programs.'),
    outcome: z.enum(['succeeded', 'failed']).describe('`succeeded` only if every proof held.'),
    failure: failureSchema.nullable().describe('Why it failed; null when it succeeded.'),
    stacks: z.array(stackSchema).describe('Every stack, in the order of the systems.'),
    notApplied: z.array(notAppliedSchema).describe('Resources that could not be applied.'),
    left: z
      .array(leftSchema)
      .nullable()
      .describe('What was left after the destroy; null when it was not looked at.'),
    stages: z.array(stageSchema).describe('What ran, in order.'),
    limits: z.array(z.string()).describe('What this rehearsal does not show.'),
  })
  .superRefine((report, context) => {
    if (report.outcome === 'failed') {
      if (report.failure === null)
        context.addIssue({ code: 'custom', message: 'failed, but `failure` is null' })
      return
    }
    for (const message of brokenProofs(report))
      context.addIssue({ code: 'custom', message: `succeeded, but ${message}` })
  })

export type InfrastructureInput = z.input<typeof infrastructureSchema>
export type InfrastructureReport = z.output<typeof infrastructureSchema>
export type InfrastructureStack = z.output<typeof stackSchema>

type Proofs = Pick<InfrastructureReport, 'failure' | 'stacks' | 'notApplied' | 'left'>

/** Every proof that does not hold, in words. Empty is success. */
export function brokenProofs({ failure, stacks, notApplied, left }: Proofs): string[] {
  const unexplained = (left ?? []).filter(({ reason }) => reason === null)
  return [
    ...(failure === null ? [] : ['`failure` is set']),
    ...stacks.flatMap(brokenStack),
    ...notApplied.map(({ stack, address: which }) => `${stack} has not applied ${which}`),
    ...(left === null ? ['nobody looked at what is left'] : []),
    ...unexplained.map(({ name }) => `${name} is left`),
  ]
}

function brokenStack(stack: InfrastructureStack): string[] {
  const { name, stores, unprotected, apply, secondPlan, refusal, lifted, destroy } = stack
  const wanted = stores.length === 0 ? 'no data store' : 'refused'
  return [
    ...(apply.outcome === 'applied' ? [] : [`${name} is not applied`]),
    ...(secondPlan.outcome === 'empty' ? [] : [`the second plan of ${name} is not empty`]),
    ...(refusal.outcome === wanted ? [] : [`destroying ${name} was not refused`]),
    ...unprotected.map((store) => `${name} would let ${store} be destroyed`),
    ...(lifted.outcome === 'lifted' ? [] : [`the protection of ${name} was not lifted`]),
    ...(destroy.outcome === 'destroyed' ? [] : [`${name} is not destroyed`]),
  ]
}

/** @throws ZodError that lists everything wrong with `input`. */
export function parseInfrastructureReport(input: unknown): InfrastructureReport {
  return infrastructureSchema.parse(input)
}
