import type { PhaseName } from '../../cdktf/config/phases'
import { switchedApps } from '../../cdktf/config/names'
import type { Command, CommandContext, CommandInput, Outcome } from './command'
import { takeStep, type StepResult } from './step'
import { stepOutcome } from './step-outcome'
import { alone, withEnvironment, type OpenEnvironment } from '../compose/environment'
import { withPhase } from '../compose/phases'
import { MigrateError } from '../engine/errors'
import type { Step } from '../engine/phase'

interface StepText {
  summary: string
  /** The flag that names the consequence; its value must be the target. */
  confirm?: string
}

const STEP_TEXTS: Readonly<Record<Step, StepText>> = {
  copy: { summary: 'copy what AWS lacks; again and again, while the application goes on' },
  verify: { summary: 'compare both sides, every item' },
  cutover: { summary: 'let AWS serve; reverts by itself if it fails', confirm: 'confirm-cutover' },
  health: { summary: 'look at the side that serves, as its users do' },
  revert: { summary: 'go back to the source with everything written on AWS', confirm: 'confirm-revert' },
  complete: { summary: 'end the way back, after the last proofs', confirm: 'confirm-complete' },
}

/** The command of one step of one phase, such as `storage cutover`. */
export function phaseStepCommand(phase: PhaseName, step: Step): Command {
  const { summary, confirm } = STEP_TEXTS[step]
  const flag = confirm === undefined ? '' : ` --${confirm} aiuteur/dev`
  return {
    words: [phase, step],
    summary: `${phase}: ${summary}`,
    example: `npm run migrate -- ${phase} ${step} aiuteur/dev${flag}`,
    takesTarget: true,
    canDryRun: step !== 'health' && step !== 'verify',
    options:
      confirm === undefined
        ? []
        : [
            {
              flags: `--${confirm} <target>`,
              description: 'say again which target, to confirm the consequence',
            },
          ],
    run: async (context, input) => {
      mustBeConfirmed(input, confirm)
      return withEnvironment(context, input.target, (environment) =>
        run(context, environment, { phase, step, input }),
      )
    },
  }
}

function mustBeConfirmed(input: CommandInput, confirm: string | undefined): void {
  if (confirm === undefined || input.dryRun) return
  const given = input.options[confirm]
  if (given === input.target) return
  throw new MigrateError(
    'CONFIRMATION_MISSING',
    `--${confirm} is ${given === undefined ? 'missing' : `"${given}"`}, expected "${input.target}"`,
    {
      data: { given: given ?? null, expected: input.target },
      suggestion: `add --${confirm} ${input.target}, or --dry-run to see what would be done`,
    },
  )
}

interface Asked {
  phase: PhaseName
  step: Step
  input: CommandInput
}

async function run(context: CommandContext, environment: OpenEnvironment, asked: Asked): Promise<Outcome> {
  const apps = appsOf(environment, asked.phase)
  const work = async (): Promise<Outcome> => {
    const results: StepResult[] = []
    for (const app of apps) results.push(await takeOne(context, environment, { ...asked, app }))
    return stepOutcome(environment.target.name, asked.step, results)
  }
  // A dry run changes nothing, so it need not wait for anybody.
  if (asked.input.dryRun) return work()
  return alone(context, environment, { command: `${asked.phase} ${asked.step} ${asked.input.target}`, work })
}

function appsOf(environment: OpenEnvironment, phase: PhaseName): string[] {
  const { target } = environment
  if (phase === 'foundation' || phase === 'decommission') return [target.system.name]
  const mode = target.system.phases[phase]
  const apps = switchedApps(target, phase)
  if (mode === 'migrate' && apps.length > 0) return apps
  throw new MigrateError(
    'PHASE_KEPT',
    `${target.system.name} has "${phase}: ${mode}", so there is nothing to move`,
    {
      data: { phase, mode },
      suggestion: `set phases.${phase} to "migrate" in cdktf/systems/${target.system.name}.ts`,
    },
  )
}

async function takeOne(
  context: CommandContext,
  environment: OpenEnvironment,
  asked: Asked & { app: string },
): Promise<StepResult> {
  const { app, step, input } = asked
  return withPhase(context, environment, {
    app,
    phase: asked.phase,
    work: async (phase) => {
      const run = { context, environment, app, phase, dryRun: input.dryRun }
      if (step !== 'cutover' || input.dryRun) return takeStep({ ...run, step })
      return cutoverOrRevert({ ...run, step })
    },
  })
}

/** Only a cutover that had begun is reverted; a refusal before it changed anything stays what it is. */
async function cutoverOrRevert(run: Parameters<typeof takeStep>[0]): Promise<StepResult> {
  try {
    return await takeStep(run)
  } catch (failure) {
    if (failure instanceof MigrateError && failure.code === 'LEASE_LOST') throw failure
    const { state } = await run.environment.journal.phase(run.app, run.phase.name)
    if (state !== 'cutting-over') throw failure
    run.context.progress.line(`the cutover failed (${messageOf(failure)}); reverting`)
    await revertAfter(run, failure)
    throw new MigrateError('REVERTED', `the cutover failed and was reverted: ${messageOf(failure)}`, {
      data: { app: run.app, phase: run.phase.name },
      suggestion: 'the source serves as before; mend the cause and take the steps again from copy',
      cause: failure,
    })
  }
}

async function revertAfter(run: Parameters<typeof takeStep>[0], failure: unknown): Promise<void> {
  try {
    await takeStep({ ...run, step: 'revert' })
  } catch (second) {
    const both = new AggregateError([failure, second], 'the cutover failed, and so did the revert')
    const target = run.environment.target.name
    throw new MigrateError(
      'REVERT_FAILED',
      `the cutover failed (${messageOf(failure)}) and the revert failed too: ${messageOf(second)}`,
      {
        data: { app: run.app, phase: run.phase.name },
        suggestion: `writes are held; mend the cause, then: npm run migrate -- ${run.phase.name} revert ${target} --confirm-revert ${target}`,
        cause: both,
      },
    )
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
