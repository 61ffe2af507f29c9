import type { Target } from '../../cdktf/config/target'
import { synthesizeAll } from '../compose/synth'
import { MigrateError } from '../engine/errors'
import { EXIT } from '../engine/exit-codes'
import { commitmentOffers } from '../plan/cost/commitments'
import { costContext } from '../plan/cost/context'
import { estimateCost } from '../plan/cost/estimate'
import { movingCosts } from '../plan/cost/moving'
import { renderCost, type CostReport } from '../plan/cost/render'
import { supabaseBill, takingOutUsd } from '../plan/cost/supabase'
import { USAGES, type Usage, type UsageName } from '../plan/cost/usage'
import { readSynthesized } from '../plan/resources/read-synthesized'
import type { PlannedResource } from '../plan/resources/resource'
import type { Command, CommandContext, CommandInput } from './command'
import { planAsked, plannedOf, readPlanFile, targetsNamed } from './planned-stack'

/** Offline: from what is synthesised (or a plan) and the dated table of prices. */
export const costCommand: Command = {
  words: ['cost'],
  summary: 'what a system costs a month, beside Supabase, and while both run; offline',
  example: 'npm run migrate -- cost aiuteur/dev --usage small',
  takesTarget: true,
  canDryRun: false,
  options: [
    {
      flags: '--usage <size>',
      description: `${Object.keys(USAGES).join(', ')}; default small, medium in production`,
    },
    {
      flags: '--plan <path>',
      description: '`terraform show -json` of a plan, instead of what is synthesised for --stack',
    },
    { flags: '--stack <name>', description: 'the stack that --plan belongs to, such as aiuteur-dev-backend' },
  ],
  run: async (context, input) => {
    const targets = targetsNamed(input.target, 'cost aiuteur')
    const asked = usageOf(input.options.usage)
    const resources = await resourcesOf(context, input)
    const reports = targets.map((target) => costReport(target, resources, asked ?? usualUsage(target)))
    const text = reports.flatMap((report, i) => [...(i === 0 ? [] : ['']), ...renderCost(report)])
    return { json: { reports }, text, exit: EXIT.done }
  },
}

export function costReport(target: Target, resources: readonly PlannedResource[], usage: Usage): CostReport {
  const estimate = estimateCost(costContext(target, resources, usage))
  return {
    target: target.name,
    usage,
    estimate,
    commitments: commitmentOffers(estimate.lines),
    supabase: supabaseBill(usage),
    moving: movingCosts(estimate.lines, usage),
    takingOut: takingOutUsd(usage),
  }
}

function usualUsage({ environment }: Target): Usage {
  return environment.production ? USAGES.medium : USAGES.small
}

function usageOf(name: string | undefined): Usage | undefined {
  if (name === undefined) return undefined
  if (name in USAGES) return USAGES[name as UsageName]
  throw new MigrateError('USAGE', `--usage is "${name}", expected one of ${Object.keys(USAGES).join(', ')}`, {
    data: { given: name, expected: Object.keys(USAGES) },
    suggestion: 'npm run migrate -- cost aiuteur/dev --usage small',
  })
}

async function resourcesOf(
  context: CommandContext,
  input: CommandInput,
): Promise<readonly PlannedResource[]> {
  const plan = planAsked(input, 'cost aiuteur/dev')
  await synthesizeAll(context)
  const synthesized = await readSynthesized(context.settings.outdir)
  if (plan === undefined) return synthesized
  const planned = plannedOf(await readPlanFile(plan.path), plan.stack, synthesized)
  return [...synthesized.filter(({ stack }) => stack !== plan.stack), ...planned]
}
