import { stackName } from '../../cdktf/config/names'
import type { PhaseName, StackName } from '../../cdktf/config/phases'
import { phaseOf, stacksOfPhase } from '../../cdktf/config/stacks-of'
import { createTerraform, type Terraform } from '../adapters/terraform/terraform'
import { alone, withEnvironment, type OpenEnvironment } from '../compose/environment'
import { stackFolder, synthesizeAll } from '../compose/synth'
import { stackVariables, waitsFor, type StackVariables } from '../compose/terraform'
import { MigrateError } from '../engine/errors'
import { EXIT } from '../engine/exit-codes'
import { planFingerprint } from '../plan/fingerprint'
import { isEmptyPlan, parsePlan, type Plan } from '../plan/model'
import type { Command, CommandContext, Outcome } from './command'

const PLAN_FILE = 'plan.tfplan'

export interface PlannedStack {
  stack: string
  folder: string
  planFile: string
  variables: StackVariables
  plan: Plan
}

/** A stack that can be planned only when another one of its phase is applied. */
interface WaitingStack {
  stack: string
  waitsFor: string
}

/** `storage plan`: what applying the phase would do, and nothing else. */
export function phasePlanCommand(phase: PhaseName): Command {
  return {
    words: [phase, 'plan'],
    summary: `${phase}: what Terraform would do; changes nothing`,
    example: `npm run migrate -- ${phase} plan aiuteur/dev`,
    takesTarget: true,
    canDryRun: false,
    run: (context, input) =>
      withEnvironment(context, input.target, async (environment) => {
        await synthesizeAll(context)
        const terraform = createTerraform({ env: context.env, log: (line) => context.progress.line(line) })
        const planned: PlannedStack[] = []
        const waiting: WaitingStack[] = []
        for (const stack of stacksToApply(environment, phase)) {
          const missing = await waitsFor(environment, stack)
          // The phase's own stacks are applied one after the other; whatever belongs to another phase has to be there.
          if (missing !== undefined && phaseOf(missing) === phase) {
            const { target } = environment
            waiting.push({ stack: stackName(target, stack), waitsFor: stackName(target, missing) })
          } else planned.push(await planStack(context, environment, { terraform, stack }))
        }
        return outcome(input.target, planned, { verb: 'would change', waiting })
      }),
  }
}

/** `storage apply`: plans and applies that very plan, stack by stack, and records it in the journal. */
export function phaseApplyCommand(phase: PhaseName): Command {
  return {
    words: [phase, 'apply'],
    summary: `${phase}: plan and apply its stacks with Terraform`,
    example: `npm run migrate -- ${phase} apply aiuteur/dev`,
    takesTarget: true,
    canDryRun: false,
    run: (context, input) =>
      withEnvironment(context, input.target, (environment) =>
        alone(context, environment, {
          command: `${phase} apply ${input.target}`,
          work: () => applyPhase(context, environment, phase),
        }),
      ),
  }
}

async function applyPhase(
  context: CommandContext,
  environment: OpenEnvironment,
  phase: PhaseName,
): Promise<Outcome> {
  await synthesizeAll(context)
  const terraform = createTerraform({ env: context.env, log: (line) => context.progress.line(line) })
  const planned: PlannedStack[] = []
  for (const stack of stacksToApply(environment, phase)) {
    const one = await planStack(context, environment, { terraform, stack })
    if (!isEmptyPlan(one.plan)) await terraform.apply(one.folder, { planFile: one.planFile })
    await environment.journal.saveStack(one.stack, one.variables, changedResources(one.plan))
    planned.push(one)
  }
  return outcome(environment.target.name, planned, { verb: 'changed', waiting: [] })
}

/** @throws MigrateError PHASE_OUT_OF_ORDER where the stack reads from one that is not applied yet. */
export async function planStack(
  context: CommandContext,
  environment: OpenEnvironment,
  of: { terraform: Terraform; stack: StackName },
): Promise<PlannedStack> {
  const missing = await waitsFor(environment, of.stack)
  const stack = stackName(environment.target, of.stack)
  if (missing !== undefined) {
    const waitsFor = stackName(environment.target, missing)
    throw new MigrateError('PHASE_OUT_OF_ORDER', `${stack} waits for ${waitsFor}, which is not applied yet`, {
      data: { stack, waitsFor },
      suggestion: `npm run migrate -- ${phaseOf(missing)} apply ${environment.target.name}`,
    })
  }
  const folder = stackFolder(context, environment.target, of.stack)
  const variables = await stackVariables(environment, of.stack)
  await of.terraform.init(folder)
  const { json } = await of.terraform.plan(folder, { variables, planFile: PLAN_FILE })
  return { stack, folder, planFile: PLAN_FILE, variables, plan: parsePlan(json) }
}

/** @throws MigrateError PHASE_KEPT where the phase has no stacks of its own. */
function stacksToApply({ target }: OpenEnvironment, phase: PhaseName): StackName[] {
  const stacks = stacksOfPhase(target, phase)
  if (stacks.length > 0) return stacks
  const mode = target.system.phases[phase]
  throw new MigrateError('PHASE_KEPT', `${target.name} has "${phase}: ${mode}" and nothing to apply for it`, {
    data: { phase, mode },
    suggestion: `npm run migrate -- status ${target.name}`,
  })
}

interface Told {
  verb: string
  waiting: readonly WaitingStack[]
}

function outcome(target: string, planned: readonly PlannedStack[], { verb, waiting }: Told): Outcome {
  const stacks = planned.map(({ stack, plan, variables }) => ({
    stack,
    variables,
    fingerprint: planFingerprint(plan),
    changes: countByKind(plan),
    resources: changedResources(plan),
  }))
  const text = stacks.map(({ stack, changes }) => `${stack}: ${changesText(changes)} ${verb}`)
  const later = waiting.map((one) => `${one.stack}: waits for ${one.waitsFor}, which the apply makes first`)
  return { json: { target, stacks, waiting }, text: [...text, ...later], exit: EXIT.done }
}

function changedResources(plan: Plan): { address: string; kind: string }[] {
  return plan.resources.filter(({ kind }) => kind !== 'read').map(({ address, kind }) => ({ address, kind }))
}

function countByKind(plan: Plan): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { kind } of plan.resources) if (kind !== 'read') counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

function changesText(changes: Record<string, number>): string {
  const parts = Object.entries(changes).map(([kind, count]) => `${count} ${kind}`)
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}
