import { join } from 'node:path'
import { formatDuration } from '../../engine/format'
import { mustMigrate } from '../migrate'
import type { Recorder, StageNotes } from '../recorder'
import { runGraph, type GraphNode } from './graph'
import { leftSince, takeInventory } from './left'
import { emptyRecord, type StackRecord } from './record'
import { everythingOn, readStacks } from './stacks'
import * as steps from './steps'
import type { StackRun } from './steps'
import { stackTerraform } from './terraform'
import type { InfrastructureWorld } from './world'
import type { InfrastructureReport } from '../../report/schema-infrastructure'

/** Terraform runs at once. They wait for AWS most of the time, and need a core each when they do not. */
const WAITING_AT_ONCE = 8
/** Plans wait for nothing: more than the cores would only take turns. */
const PLANNING_AT_ONCE = 3

/** What the rehearsal found; filled as it goes, so that a failure half way is told with what was seen before it. */
export interface Findings {
  stacks: StackRecord[]
  notApplied: InfrastructureReport['notApplied']
  left: InfrastructureReport['left']
}

interface Rehearsal {
  world: InfrastructureWorld
  recorder: Recorder
  findings: Findings
  runs: readonly StackRun[]
}

/** Applies every stack of the targets, proves what the report says, and destroys all of it again. */
export async function rehearseInfrastructure(
  world: InfrastructureWorld,
  recorder: Recorder,
  findings: Findings,
): Promise<void> {
  const before = await bootstrapAll(world, recorder)
  const runs = await synthesizeAll(world, recorder, findings)
  const rehearsal = { world, recorder, findings, runs }
  await applyAll(rehearsal)
  await planAll(rehearsal)
  await destroyAll(rehearsal)
  const about = { id: 'left', title: 'What is left', kind: 'check' } as const
  await recorder.stage(about, async (notes) => {
    findings.left = leftSince(before, await takeInventory(world.emulator.endpoint))
    notes.count('left', findings.left.length)
    for (const { name, reason } of findings.left.filter((left) => left.reason === null)) {
      notes.say(`${name}: ${reason ?? 'nobody keeps it on purpose'}`)
    }
  })
}

/** Answers what was there before anything of the targets. */
async function bootstrapAll(world: InfrastructureWorld, recorder: Recorder): Promise<ReadonlySet<string>> {
  const about = { id: 'bootstrap', title: 'Bootstrap each environment', kind: 'bootstrap' } as const
  return recorder.stage(about, async (notes) => {
    if (world.owner !== undefined) {
      await migrate(world, ['bootstrap', world.owner])
      notes.say(`${world.owner}: bootstrapped only, it owns what the account has once`)
    }
    const before = await takeInventory(world.emulator.endpoint)
    // One after another: the first owns what the account has once.
    for (const { name } of world.targets) {
      const { made } = (await migrate(world, ['bootstrap', name])) as { made: string[] }
      notes.count(`${name} made`, made.length)
    }
    return before
  })
}

async function synthesizeAll(
  world: InfrastructureWorld,
  recorder: Recorder,
  findings: Findings,
): Promise<readonly StackRun[]> {
  const about = { id: 'synth', title: 'Synthesise', kind: 'terraform' } as const
  return recorder.stage(about, async (notes) => {
    await migrate(world, ['synth'])
    const stacks = await readStacks(world.targets, world.outdir)
    const { program, signal, log } = world
    const env = { ...world.env, ...everythingOn(stacks) }
    const terraform = stackTerraform({ program, env, signal, log })
    const { notApplied } = findings
    const liftedDir = join(world.dir, 'lifted')
    const runs = stacks.map((stack) => ({
      stack,
      record: emptyRecord(stack),
      terraform,
      notApplied,
      liftedDir,
    }))
    findings.stacks.push(...runs.map(({ record }) => record))
    notes.count('stacks', runs.length)
    notes.count(
      'resources',
      runs.reduce((sum, { record }) => sum + record.resources, 0),
    )
    return runs
  })
}

/** A step of one stack. Its name is the stack's where another stack waits for it. */
interface StepNode extends GraphNode {
  run: StackRun
  step: keyof typeof STEPS
}

const STEPS = {
  apply: steps.applyStack,
  refuse: steps.refuseDestroy,
  lift: steps.liftStack,
  destroy: steps.destroyStack,
} as const

/** The plan that destroys needs nobody else's stack: it fills the time in which others wait for AWS. */
async function applyAll({ recorder, runs }: Rehearsal): Promise<void> {
  const title = 'Apply every stack; destroying a data store is refused'
  await recorder.stage({ id: 'apply', title, kind: 'terraform' }, async (notes) => {
    const nodes = runs.flatMap((run): StepNode[] => {
      const { name, needs, weight = 1 } = run.stack
      return [
        { name, needs, weight, run, step: 'apply' },
        { name: `refuse ${name}`, needs: [name], weight: 0, run, step: 'refuse' },
      ]
    })
    await runSteps(nodes, notes, ({ run, step }, need) => {
      if (step === 'apply') steps.skipStack(run, need)
    })
  })
}

async function runSteps(
  nodes: readonly StepNode[],
  notes: StageNotes,
  skipped: (node: StepNode, need: string) => void,
): Promise<void> {
  await runGraph(nodes, {
    limit: WAITING_AT_ONCE,
    work: async (node) => {
      const { run, step } = node
      const well = await STEPS[step](run)
      notes.say(`${run.stack.name}: ${toldOf(node)}`)
      return well
    },
    skipped: (node, need) => {
      notes.say(`${node.name}: waits for ${need}`)
      skipped(node, need)
    },
  })
}

function toldOf({ run: { record }, step }: StepNode): string {
  const { apply, refusal, lifted, destroy } = record
  const told = (what: string, { seconds }: { seconds: number }): string =>
    `${what}  ${formatDuration(seconds)}`
  switch (step) {
    case 'apply':
      return told(`${apply.outcome}, ${apply.added} made, ${apply.imported} imported`, apply)
    case 'refuse':
      return told([refusal.outcome, ...refusal.resources.slice(0, 1)].join(' by '), refusal)
    case 'lift':
      return told(`protection ${lifted.outcome}`, lifted)
    case 'destroy':
      return told(`${destroy.outcome}, ${destroy.destroyed} resources`, destroy)
  }
}

/** After all of them are there: a stack that another one disturbs shows it here. */
async function planAll({ recorder, runs }: Rehearsal): Promise<void> {
  const about = { id: 'second-plan', title: 'A second plan of every stack is empty', kind: 'check' } as const
  await recorder.stage(about, (notes) =>
    each(runs, PLANNING_AT_ONCE, async (run) => {
      await steps.planAgain(run)
      const { outcome, seconds, changes } = run.record.secondPlan
      notes.say(`${run.stack.name}: ${outcome}  ${formatDuration(seconds)}`)
      for (const { address, action } of changes) notes.say(`  ${address} would be ${action}`)
    }),
  )
}

async function each(
  runs: readonly StackRun[],
  limit: number,
  work: (run: StackRun) => Promise<void>,
): Promise<void> {
  const applied = runs.filter(({ record }) => record.apply.outcome === 'applied')
  const nodes = applied.map((run) => ({ name: run.stack.name, needs: [], weight: run.record.resources, run }))
  const skipped = (): void => undefined
  await runGraph(nodes, { limit, work: async ({ run }) => work(run).then(() => true), skipped })
}

/** Lifts and destroys side by side; a stack goes once every stack that reads from it is gone. */
async function destroyAll({ recorder, runs }: Rehearsal): Promise<void> {
  const about = { id: 'destroy', title: 'Lift the protection, destroy', kind: 'terraform' } as const
  const there = runs.filter(({ record }) => record.apply.outcome === 'applied')
  await recorder.stage(about, async (notes) => {
    const nodes = there.flatMap((run): StepNode[] => {
      const { name, weight = 1 } = run.stack
      const dependants = there
        .filter(({ stack }) => stack.needs.includes(name))
        .map(({ stack }) => stack.name)
      return [
        { name: `lift ${name}`, needs: [], weight: weight / 2, run, step: 'lift' },
        { name, needs: [`lift ${name}`, ...dependants], weight, run, step: 'destroy' },
      ]
    })
    await runSteps(nodes, notes, () => undefined)
  })
}

function migrate(world: InfrastructureWorld, args: readonly string[]): Promise<Record<string, unknown>> {
  return mustMigrate(args, { env: world.env, onLine: world.log, signal: world.signal })
}
