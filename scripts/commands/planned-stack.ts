import { readFile } from 'node:fs/promises'
import { stackName } from '../../cdktf/config/names'
import { parseSystems } from '../../cdktf/config/parse-systems'
import { stacksOf } from '../../cdktf/config/stacks-of'
import { targetsOf, type Target } from '../../cdktf/config/target'
import { systems } from '../../cdktf/systems'
import { MigrateError } from '../engine/errors'
import { readPlanned } from '../plan/resources/read-plan'
import type { PlannedResource } from '../plan/resources/resource'
import type { CommandInput } from './command'

// What commands share that judge what is synthesised, or the plan of one stack in its place.

/** `aiuteur` means all its environments. `command` is named in what to type next. */
export function targetsNamed(name: string, command: string): Target[] {
  const all = allTargets()
  const found = all.filter((target) => target.name === name || target.system.name === name)
  if (found.length > 0) return found
  const known = [...new Set(all.flatMap((target) => [target.system.name, target.name]))]
  throw new MigrateError(
    'USAGE',
    `"${name}" is no system and no target, expected one of ${known.join(', ')}`,
    {
      data: { given: name, expected: known },
      suggestion: `npm run migrate -- ${command}`,
    },
  )
}

export function allTargets(): Target[] {
  return parseSystems(systems).flatMap(targetsOf)
}

export function stackNamesOf(target: Target): string[] {
  return stacksOf(target).map((stack) => stackName(target, stack))
}

/** The plan that `--plan` and `--stack` name together. */
export interface PlanAsked {
  readonly path: string
  readonly stack: string
}

/** @throws MigrateError USAGE for half of --plan and --stack, and for a stack that does not exist */
export function planAsked({ options }: CommandInput, command: string): PlanAsked | undefined {
  const { plan, stack } = options
  if (plan === undefined && stack === undefined) return undefined
  const known = allTargets().flatMap(stackNamesOf)
  if (plan !== undefined && stack !== undefined && known.includes(stack)) return { path: plan, stack }
  throw new MigrateError(
    'USAGE',
    `--plan is "${plan ?? ''}" and --stack "${stack ?? ''}", expected a file and a stack that exists`,
    {
      data: { plan: plan ?? null, stack: stack ?? null, stacks: known },
      suggestion: `npm run migrate -- ${command} --plan plan.json --stack aiuteur-dev-backend`,
    },
  )
}

/** @throws MigrateError USAGE for a file that is not there or holds no JSON */
export async function readPlanFile(path: string): Promise<unknown> {
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

/** What a plan holds, with the construct paths that only what is synthesised knows. */
export function plannedOf(
  json: unknown,
  stack: string,
  synthesized: readonly PlannedResource[],
): readonly PlannedResource[] {
  const own = synthesized.filter((resource) => resource.stack === stack)
  return readPlanned(json, stack, new Map(own.map(({ address, path }) => [address, path])))
}
