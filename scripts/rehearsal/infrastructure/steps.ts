import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { InfrastructureReport } from '../../report/schema-infrastructure'
import { liftProtection, mustBeApplied } from './lift-protection'
import type { StackRecord } from './record'
import { CONFIGURATION_FILE, resourcesOf, type SynthesizedStack } from './stacks'
import { addressesIn, changesIn, faultsIn, refusedIn, tallyOf } from './terraform-output'
import { EXIT_CHANGES, type StackTerraform, type TerraformRun } from './terraform'

/** One stack on its way through the rehearsal. Every step notes in `record` what came of it and answers if it went well. */
export interface StackRun {
  stack: SynthesizedStack
  record: StackRecord
  terraform: StackTerraform
  notApplied: InfrastructureReport['notApplied']
  /** Folder in which copies without protection lie. */
  liftedDir: string
}

const NO_REASON = 'Terraform gave no reason'

export async function applyStack(run: StackRun): Promise<boolean> {
  const { stack, record, terraform } = run
  const init = await terraform.init(stack.directory)
  record.apply.initSeconds = init.seconds
  const applied = init.code === 0 ? await terraform.apply(stack.directory) : init
  const tally = tallyOf(applied.lines)
  record.apply.seconds = applied.seconds
  record.apply.imported = tally['imported'] ?? 0
  record.apply.added = tally['added'] ?? 0
  record.apply.outcome = applied.code === 0 ? 'applied' : 'failed'
  if (applied.code !== 0) await listNotApplied(run, applied)
  else await listNotPlanned(run)
  return applied.code === 0
}

/** What an apply left out without a word: a resource whose count came to nothing. */
async function listNotPlanned({ stack, terraform, notApplied }: StackRun): Promise<void> {
  const there = addressesIn(await terraform.pull(stack.directory))
  for (const { address } of resourcesOf(stack.configuration)) {
    if (!there.has(address)) notApplied.push({ stack: stack.name, address, reason: 'its count is 0' })
  }
}

/** Names what is planned and not there: a plan after the failure tells it. */
async function listNotApplied(run: StackRun, failed: TerraformRun): Promise<void> {
  const { stack, terraform, notApplied } = run
  const faults = faultsIn(failed.lines)
  const [first] = faults
  const plan = await terraform.plan(stack.directory)
  const planned = changesIn(plan.lines).map(({ address }) => address)
  const missing =
    planned.length > 0 ? planned : resourcesOf(stack.configuration).map(({ address }) => address)
  for (const address of missing) {
    const own = faults.find((fault) => fault.address === address)
    const reason = own?.reason ?? `waits for ${first?.address ?? stack.name}: ${first?.reason ?? NO_REASON}`
    notApplied.push({ stack: stack.name, address, reason })
  }
}

/** A stack that waits for one which failed: nothing of it is there. */
export function skipStack({ stack, notApplied }: StackRun, need: string): void {
  for (const { address } of resourcesOf(stack.configuration)) {
    notApplied.push({ stack: stack.name, address, reason: `waits for ${need}` })
  }
}

export async function planAgain({ stack, record, terraform }: StackRun): Promise<boolean> {
  const plan = await terraform.plan(stack.directory)
  record.secondPlan.seconds = plan.seconds
  record.secondPlan.changes = plan.code === EXIT_CHANGES ? changesIn(plan.lines) : []
  record.secondPlan.outcome = plan.code === 0 ? 'empty' : plan.code === EXIT_CHANGES ? 'changes' : 'failed'
  return plan.code === 0
}

/** A plan that destroys must end in an error that names a resource. It changes nothing, whatever comes of it. */
export async function refuseDestroy({ stack, record, terraform }: StackRun): Promise<boolean> {
  if (record.stores.length === 0) {
    record.refusal.outcome = 'no data store'
    return true
  }
  const plan = await terraform.planDestroy(stack.directory)
  record.refusal.seconds = plan.seconds
  record.refusal.resources = refusedIn(plan.lines)
  const refused = plan.code === 1 && record.refusal.resources.length > 0
  record.refusal.outcome = refused ? 'refused' : plan.code === 1 ? 'failed' : 'planned'
  return refused
}

/** Copies the stack, lifts its protection, brings its state along, and has AWS know of it where it must. */
export async function liftStack({ stack, record, terraform, liftedDir }: StackRun): Promise<boolean> {
  const began = Date.now()
  const { configuration, lifted } = liftProtection(stack.configuration)
  const copy = join(liftedDir, stack.name)
  await mkdir(copy, { recursive: true })
  await cp(join(stack.directory, 'assets'), join(copy, 'assets'), { recursive: true }).catch(ignoreAbsent)
  await writeFile(join(copy, CONFIGURATION_FILE), JSON.stringify(configuration, null, 2))
  await writeFile(join(copy, 'terraform.tfstate'), await terraform.pull(stack.directory))
  const init = await terraform.init(copy)
  const applied = init.code === 0 && mustBeApplied(lifted) ? await terraform.apply(copy) : init
  record.lifted.seconds = (Date.now() - began) / 1_000
  record.lifted.resources = lifted.map((resource) => ({ ...resource, arguments: [...resource.arguments] }))
  record.lifted.outcome = applied.code === 0 ? 'lifted' : 'failed'
  return applied.code === 0
}

export async function destroyStack({ stack, record, terraform, liftedDir }: StackRun): Promise<boolean> {
  const destroyed = await terraform.destroy(join(liftedDir, stack.name))
  record.destroy.seconds = destroyed.seconds
  record.destroy.destroyed = tallyOf(destroyed.lines)['destroyed'] ?? 0
  record.destroy.outcome = destroyed.code === 0 ? 'destroyed' : 'failed'
  return destroyed.code === 0
}

/** Most stacks have no assets. */
function ignoreAbsent(error: unknown): void {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
  throw error
}
