import { synthesizeAll } from '../compose/synth'
import { EXIT } from '../engine/exit-codes'
import type { CheckResult } from '../plan/check'
import { readPlannedContext } from '../plan/resources/read-plan'
import { readSynthesized, readSynthesizedContext } from '../plan/resources/read-synthesized'
import type { PlannedResource } from '../plan/resources/resource'
import type { Command, CommandContext, CommandInput } from './command'
import {
  allTargets,
  planAsked,
  plannedOf,
  readPlanFile,
  stackNamesOf,
  targetsNamed,
  type PlanAsked,
} from './planned-stack'

/** Runs every security rule over what is synthesised, or over the plan of one stack. Needs no account. */
export const checkPlanCommand: Command = {
  words: ['check-plan'],
  summary: 'run every security rule over all systems, some targets, or the plan of one stack; offline',
  example: 'npm run migrate -- check-plan aiuteur/dev',
  takesTarget: false,
  canDryRun: false,
  arguments: [
    {
      name: 'target',
      description: 'systems or system/environment; all of them if none is given',
      isMany: true,
    },
  ],
  options: [
    { flags: '--plan <path>', description: '`terraform show -json` of a plan, for --stack' },
    { flags: '--stack <name>', description: 'the stack that --plan belongs to, such as aiuteur-dev-backend' },
  ],
  run: async (context, input) => {
    const plan = planAsked(input, 'check-plan')
    const stacks = plan === undefined ? stacksAsked(input) : new Set([plan.stack])
    await synthesizeAll(context)
    const synthesized = await synthesizedIn(context)
    // 140 files that no other command needs.
    const [{ within }, { checkText }] = await Promise.all([
      import('../plan/check-scope'),
      import('../plan/check-text'),
    ])
    const shown = within(await check(synthesized, plan), stacks, synthesized)
    return {
      json: { verdict: shown.isClean ? 'pass' : 'fail', stacks: [...stacks], ...shown },
      text: checkText(shown, { stacks: stacks.size }),
      exit: shown.isClean ? EXIT.done : EXIT.difference,
    }
  },
}

async function check(
  synthesized: readonly PlannedResource[],
  plan: PlanAsked | undefined,
): Promise<CheckResult> {
  const { checkPlanned, checkSynthesized } = await import('../plan/check-planned')
  const today = new Date().toISOString().slice(0, 10)
  if (plan === undefined) return checkSynthesized(synthesized, today)
  const { path, stack } = plan
  const json = await readPlanFile(path)
  const planned = [...plannedOf(json, stack, synthesized), ...readPlannedContext(json, stack)]
  return checkPlanned({ synthesized, planned, stack, today })
}

async function synthesizedIn({ settings }: CommandContext): Promise<readonly PlannedResource[]> {
  return [...(await readSynthesized(settings.outdir)), ...(await readSynthesizedContext(settings.outdir))]
}

/** No name means everything. @throws MigrateError USAGE for a target that does not exist */
function stacksAsked({ arguments: { target } }: CommandInput): ReadonlySet<string> {
  const names = target === undefined || target === '' ? [] : target.split(' ')
  const targets =
    names.length === 0 ? allTargets() : names.flatMap((name) => targetsNamed(name, 'check-plan aiuteur/dev'))
  return new Set(targets.flatMap(stackNamesOf))
}
