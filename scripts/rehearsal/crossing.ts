import { MigrateError } from '../engine/errors'
import type { Cleanup } from './cleanup'
import { gather, type Gathered } from './gather'
import { checkOnAws, checkOnSupabase, endLife, lifeOnAws, startLife } from './life'
import { proveAll, proveFallbackGone, withTarget, type Proof } from './proof'
import type { Recorder } from './recorder'
import { commandStage, run, settingsOf } from './stages'
import { runPhaseWorkflow, type WorkflowRecord } from './workflow-run'
import { TARGET, type World } from './world'

export interface Crossing {
  world: World
  recorder: Recorder
  cleanup: Cleanup
  signal: AbortSignal
  /** Every line that a program of the crossing writes. */
  log: (line: string) => void
  awsSeconds: number
  workflows: WorkflowRecord
}

/** What the crossing leaves for the report. */
export type Crossed = Gathered & { proof: Proof }

const CONFIRMED = (step: string): string[] => ['storage', step, TARGET, `--confirm-${step}`, TARGET]

/** The crossing itself: forward by the workflows under load, life on AWS, back, forward again, complete. */
export async function cross(crossing: Crossing): Promise<Crossed> {
  const { world, recorder } = crossing
  await bootstrap(crossing)
  await runPhaseWorkflow(crossing, { file: 'phase-0-foundation.yml', prefix: 'foundation' })
  const first = await startLife(crossing, { id: 'application', seed: 1 })
  await runPhaseWorkflow(crossing, { file: 'phase-1-storage.yml', prefix: 'storage' })
  await lifeOnAws(crossing, { id: 'aws-life', application: first })
  await back(crossing)
  const home = { id: 'ledger-home', title: 'Nothing written on AWS is lost on Supabase', application: first }
  await endLife(crossing, { ...home, check: () => checkOnSupabase(world, [first]) })
  const second = await startLife(crossing, { id: 'application-again', seed: 2 })
  await forwardAgain(crossing)
  await lifeOnAws(crossing, { id: 'aws-life-again', application: second })
  const settings = await settingsOf(world)
  const check = (): ReturnType<typeof checkOnAws> =>
    withTarget(world, settings, (target) => checkOnAws(world, [first, second], target))
  await endLife(crossing, {
    id: 'ledger-aws',
    title: 'Every acknowledged write is on AWS',
    application: second,
    check,
  })
  await commandStage(crossing, {
    id: 'complete',
    title: 'Complete',
    kind: 'complete',
    args: CONFIRMED('complete'),
  })
  await takeFallbackAway(crossing)
  const about = {
    id: 'proof',
    title: 'Proof: every object and every acknowledged write, byte for byte',
    kind: 'check',
  } as const
  const proof = await recorder.stage(about, (notes) => proveAll(world, { settings, check }, notes))
  return { proof, ...(await gather(crossing, [first, second])) }
}

async function bootstrap(crossing: Crossing): Promise<void> {
  const about = { id: 'bootstrap', title: 'Bootstrap the account', kind: 'bootstrap' } as const
  await crossing.recorder.stage(about, async (notes) => {
    const { made } = (await run(crossing, ['bootstrap', TARGET])) as { made: string[] }
    for (const name of made) notes.say(name)
    notes.count('made', made.length)
  })
}

async function back(crossing: Crossing): Promise<void> {
  await commandStage(crossing, {
    id: 'revert',
    title: 'Back to Supabase',
    kind: 'revert',
    args: CONFIRMED('revert'),
  })
  await commandStage(crossing, {
    id: 'health-home',
    title: 'Health, Supabase serves',
    kind: 'health',
    args: ['storage', 'health', TARGET],
  })
}

async function forwardAgain(crossing: Crossing): Promise<void> {
  await commandStage(crossing, {
    id: 'copy-again',
    title: 'Copy again',
    kind: 'copy',
    args: ['storage', 'copy', TARGET],
  })
  await commandStage(crossing, {
    id: 'verify-again',
    title: 'Verify again',
    kind: 'verify',
    args: ['storage', 'verify', TARGET],
  })
  await commandStage(crossing, {
    id: 'cutover-again',
    title: 'Cut over again',
    kind: 'cutover',
    args: CONFIRMED('cutover'),
  })
  await commandStage(crossing, {
    id: 'health-again',
    title: 'Health, AWS serves',
    kind: 'health',
    args: ['storage', 'health', TARGET],
  })
}

/** `complete` is recorded; the apply after it removes the fallback origins, and a plan after that finds nothing to do. */
async function takeFallbackAway(crossing: Crossing): Promise<void> {
  const title = 'Take the fallback away'
  await commandStage(crossing, {
    id: 'apply-complete',
    title,
    kind: 'terraform',
    args: ['storage', 'apply', TARGET],
  })
  const about = { id: 'plan-empty', title: 'A second plan is empty', kind: 'check' } as const
  await crossing.recorder.stage(about, async (notes) => {
    for (const phase of ['foundation', 'storage']) {
      const { stacks } = (await run(crossing, [phase, 'plan', TARGET])) as {
        stacks: { resources: unknown[] }[]
      }
      const changes = stacks.flatMap((stack) => stack.resources)
      notes.count(`${phase} changes`, changes.length)
      if (changes.length === 0) continue
      notes.evidence(stacks)
      throw new MigrateError(
        'DIFFERENCE',
        `a second plan of ${phase} would still change ${changes.length} resources`,
        {
          data: { stacks },
          suggestion: 'read the resources in the evidence of this stage',
        },
      )
    }
    await proveFallbackGone(crossing.world, await settingsOf(crossing.world), notes)
  })
}
