import { writeFile } from 'node:fs/promises'
import { stackName } from '../../cdktf/config/names'
import { PHASES, type StackName } from '../../cdktf/config/phases'
import { stacksOf, stacksOfPhase } from '../../cdktf/config/stacks-of'
import { createTerraform, type Terraform } from '../adapters/terraform/terraform'
import { withEnvironment, type OpenEnvironment } from '../compose/environment'
import { synthesizeAll } from '../compose/synth'
import { waitsFor } from '../compose/terraform'
import { MigrateError } from '../engine/errors'
import { EXIT } from '../engine/exit-codes'
import type { StackPlan } from '../plan/comment-input'
import { renderPlanComment } from '../plan/render-comment'
import type { Command, CommandContext } from './command'
import { planStack } from './phase-terraform'

/** Plans every stack of a target and renders the comment a pull request shows. */
export const planCommand: Command = {
  words: ['plan'],
  summary: 'plan every stack of the target; what a pull request shows',
  example: 'npm run migrate -- plan aiuteur/dev --comment plan.md',
  takesTarget: true,
  canDryRun: false,
  options: [{ flags: '--comment <path>', description: 'write the markdown there as well' }],
  run: (context, input) =>
    withEnvironment(context, input.target, async (environment) => {
      await synthesizeAll(context)
      const { system, environmentName } = environment.target
      const stacks = await planAll(context, environment)
      const applied = await appliedPhases(environment)
      const comment = renderPlanComment({
        system: system.name,
        environment: environmentName,
        stacks,
        applied,
      })
      if (input.options.comment !== undefined) await writeFile(input.options.comment, comment)
      const failed = stacks.some(({ status }) => status === 'failed')
      const json = {
        target: input.target,
        stacks: stacks.map(({ stack, status }) => ({ stack, status })),
        comment,
      }
      return { json, text: [comment], exit: failed ? EXIT.outside : EXIT.done }
    }),
}

async function planAll(context: CommandContext, environment: OpenEnvironment): Promise<StackPlan[]> {
  const terraform = createTerraform({ env: context.env, log: (line) => context.progress.line(line) })
  const plans: StackPlan[] = []
  for (const stack of stacksOf(environment.target))
    plans.push(await planOne(context, environment, { terraform, stack }))
  return plans
}

/** One stack that cannot be planned must not hide the others. */
async function planOne(
  context: CommandContext,
  environment: OpenEnvironment,
  of: { terraform: Terraform; stack: StackName },
): Promise<StackPlan> {
  const stack = stackName(environment.target, of.stack)
  const missing = await waitsFor(environment, of.stack)
  if (missing !== undefined)
    return { stack, status: 'waiting', waitsFor: stackName(environment.target, missing) }
  try {
    const { plan } = await planStack(context, environment, of)
    return { stack, status: 'planned', plan }
  } catch (error) {
    if (!(error instanceof MigrateError)) throw error
    return { stack, status: 'failed', message: error.message.split('\n')[0] ?? error.code }
  }
}

async function appliedPhases(environment: OpenEnvironment): Promise<string[]> {
  const applied: string[] = []
  for (const phase of PHASES) {
    const names = stacksOfPhase(environment.target, phase).map((stack) =>
      stackName(environment.target, stack),
    )
    const records = await Promise.all(names.map((name) => environment.journal.stack(name)))
    if (names.length > 0 && records.every((record) => record !== undefined)) applied.push(phase)
  }
  return applied
}
