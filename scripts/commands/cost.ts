import { readFile } from 'node:fs/promises'
import { parseSystems } from '../../cdktf/config/parse-systems'
import { targetsOf, type Target } from '../../cdktf/config/target'
import { systems } from '../../cdktf/systems'
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
import { readPlanned } from '../plan/resources/read-plan'
import { readSynthesized } from '../plan/resources/read-synthesized'
import type { PlannedResource } from '../plan/resources/resource'
import type { Command, CommandContext, CommandInput } from './command'

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
    const targets = targetsNamed(input.target)
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

/** `aiuteur` means all its environments. */
function targetsNamed(name: string): Target[] {
  const all = parseSystems(systems).flatMap(targetsOf)
  const found = all.filter((target) => target.name === name || target.system.name === name)
  if (found.length > 0) return found
  const known = [...new Set(all.flatMap((target) => [target.system.name, target.name]))]
  throw new MigrateError(
    'USAGE',
    `"${name}" is no system and no target, expected one of ${known.join(', ')}`,
    {
      data: { given: name, expected: known },
      suggestion: 'npm run migrate -- cost aiuteur',
    },
  )
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
  { options }: CommandInput,
): Promise<readonly PlannedResource[]> {
  await synthesizeAll(context)
  const synthesized = await readSynthesized(context.settings.outdir)
  const { plan, stack } = options
  if (plan === undefined && stack === undefined) return synthesized
  if (
    plan === undefined ||
    stack === undefined ||
    !synthesized.some((resource) => resource.stack === stack)
  ) {
    throw new MigrateError(
      'USAGE',
      `--plan is "${plan ?? ''}" and --stack "${stack ?? ''}", expected a file and a stack that exists`,
      {
        data: { plan: plan ?? null, stack: stack ?? null },
        suggestion: 'npm run migrate -- cost aiuteur/dev --plan plan.json --stack aiuteur-dev-backend',
      },
    )
  }
  const planned = readPlanned(await readJson(plan), stack)
  return [...synthesized.filter((resource) => resource.stack !== stack), ...planned]
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw new MigrateError('USAGE', `--plan ${path} could not be read as JSON`, {
      data: { path },
      suggestion: 'write it with `terraform show -json plan.tfplan`',
      cause,
    })
  }
}
