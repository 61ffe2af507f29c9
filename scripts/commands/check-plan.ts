import { readFile } from 'node:fs/promises'
import { stackName } from '../../cdktf/config/names'
import { parseSystems } from '../../cdktf/config/parse-systems'
import { stacksOf } from '../../cdktf/config/stacks-of'
import { targetsOf, type Target } from '../../cdktf/config/target'
import { systems } from '../../cdktf/systems'
import { synthesizeAll } from '../compose/synth'
import { MigrateError } from '../engine/errors'
import { EXIT } from '../engine/exit-codes'
import { checkResources, type CheckResult } from '../plan/check'
import { together, within } from '../plan/check-scope'
import { checkText } from '../plan/check-text'
import { readPlanned, readPlannedContext } from '../plan/resources/read-plan'
import { readSynthesized, readSynthesizedContext } from '../plan/resources/read-synthesized'
import type { PlannedResource } from '../plan/resources/resource'
import { RULES } from '../plan/rules'
import { WAIVERS } from '../plan/waivers'
import type { Command, CommandContext, CommandInput } from './command'

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
    const stacks = stacksAsked(input)
    await synthesizeAll(context)
    const synthesized = await synthesizedIn(context)
    const today = new Date().toISOString().slice(0, 10)
    const { plan } = input.options
    const result =
      plan === undefined
        ? checkResources(synthesized, { waivers: WAIVERS, today })
        : await checkPlanned({ synthesized, path: plan, stack: [...stacks][0] ?? '', today })
    const shown = within(result, stacks, synthesized)
    return {
      json: { verdict: shown.isClean ? 'pass' : 'fail', stacks: [...stacks], ...shown },
      text: checkText(shown, { stacks: stacks.size }),
      exit: shown.isClean ? EXIT.done : EXIT.difference,
    }
  },
}

async function synthesizedIn({ settings }: CommandContext): Promise<readonly PlannedResource[]> {
  return [...(await readSynthesized(settings.outdir)), ...(await readSynthesizedContext(settings.outdir))]
}

/** The planned stack among the others as they are synthesised; what a plan does not show is judged as synthesised. */
async function checkPlanned(asked: {
  readonly synthesized: readonly PlannedResource[]
  readonly path: string
  readonly stack: string
  readonly today: string
}): Promise<CheckResult> {
  const { synthesized, path, stack, today } = asked
  const json = await readJson(path)
  const paths = new Map(
    synthesized
      .filter((resource) => resource.stack === stack)
      .map((resource) => [resource.address, resource.path]),
  )
  const planned = [...readPlanned(json, stack, paths), ...readPlannedContext(json, stack)]
  const others = synthesized.filter((resource) => resource.stack !== stack)
  const options = { waivers: WAIVERS, today, isPartial: true }
  return together(
    checkResources([...others, ...planned], options),
    checkResources(synthesized, {
      ...options,
      waivers: WAIVERS.filter(({ rule }) => SYNTH_RULES.some(({ id }) => id === rule)),
      rules: SYNTH_RULES,
    }),
  )
}

const SYNTH_RULES = RULES.filter(({ judges }) => judges === 'synth')

/** @throws MigrateError USAGE for a target or a stack that does not exist, and for half of --plan and --stack */
function stacksAsked({ arguments: { target }, options: { plan, stack } }: CommandInput): ReadonlySet<string> {
  const targets = parseSystems(systems).flatMap(targetsOf)
  if (plan === undefined && stack === undefined) {
    const names = target === undefined || target === '' ? [] : target.split(' ')
    return new Set(targetsNamed(names, targets).flatMap(stackNamesOf))
  }
  const known = targets.flatMap(stackNamesOf)
  if (plan !== undefined && stack !== undefined && known.includes(stack)) return new Set([stack])
  throw new MigrateError(
    'USAGE',
    `--plan is "${plan ?? ''}" and --stack "${stack ?? ''}", expected a file and a stack that exists`,
    {
      data: { plan: plan ?? null, stack: stack ?? null, stacks: known },
      suggestion: 'npm run migrate -- check-plan --plan plan.json --stack aiuteur-dev-backend',
    },
  )
}

function stackNamesOf(target: Target): string[] {
  return stacksOf(target).map((stack) => stackName(target, stack))
}

/** `aiuteur` means all its environments; no name means everything. */
function targetsNamed(names: readonly string[], targets: readonly Target[]): readonly Target[] {
  if (names.length === 0) return targets
  return names.flatMap((name) => {
    const found = targets.filter((target) => target.name === name || target.system.name === name)
    if (found.length > 0) return found
    const known = [...new Set(targets.flatMap((target) => [target.system.name, target.name]))]
    throw new MigrateError(
      'USAGE',
      `"${name}" is no system and no target, expected one of ${known.join(', ')}`,
      {
        data: { given: name, expected: known },
        suggestion: 'npm run migrate -- check-plan aiuteur/dev',
      },
    )
  })
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
