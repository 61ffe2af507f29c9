import { isIn } from '../../helpers/source-files'
import { importViolations, type Rule } from './rule'

/** Clients of the outside world: only an adapter may hold one. */
const CLIENT = /^(@aws-sdk\/|@smithy\/|pg(-|\/|$)|cdktf(\/|$)|@cdktf\/|constructs(\/|$)|@actions\/)/

const inAny = (target: string, places: readonly string[]): boolean =>
  places.some((place) => isIn(target, place))

/** Contracts without any adapter behind them, which every part of the engine may speak. */
const CONTRACTS = ['scripts/adapters/ports', 'services/shared', 'cdktf/config']

/** `scripts/phases/storage/copy.ts` and `scripts/phases/storage.ts` -> `scripts/phases/storage` */
function phaseOf(path: string): string | undefined {
  const name = /^scripts\/phases\/([^/.]+)/.exec(path)?.[1]
  return name === undefined ? undefined : `scripts/phases/${name}`
}

export const phasesStandAlone: Rule = {
  states:
    'a phase imports engine, transfer, checks and adapters/ports only: no other phase, no concrete adapter',
  violations: (files) =>
    importViolations(files, (file, { target, ours }) => {
      const phase = phaseOf(file.path)
      // index.ts is the ordered list of all phases.
      if (phase === undefined || phase === 'scripts/phases/index') return undefined
      if (!ours) return CLIENT.test(target) ? 'a phase reaches the outside through ports' : undefined
      const allowed = [phase, 'scripts/engine', 'scripts/transfer', 'scripts/checks', ...CONTRACTS]
      if (inAny(target, allowed)) return undefined
      return phaseOf(target) === undefined ? 'not open to a phase' : 'another phase'
    }),
}

// What they return (actions, findings) and what they throw is the engine's vocabulary; they may use nothing else of it.
const VOCABULARY = ['scripts/engine/errors', 'scripts/engine/phase']

const OPEN_TO: Readonly<Record<string, readonly string[]>> = {
  'scripts/transfer': ['scripts/transfer', ...VOCABULARY, ...CONTRACTS],
  // A check walks both sides as the transfer does: the merge-join and the limits are written once.
  'scripts/checks': ['scripts/checks', 'scripts/transfer', ...VOCABULARY, ...CONTRACTS],
}

export const transferAndChecksKnowPortsOnly: Rule = {
  states: 'transfer and checks import adapters/ports only',
  violations: (files) =>
    importViolations(files, (file, { target, ours }) => {
      const allowed = Object.entries(OPEN_TO).find(([folder]) => isIn(file.path, folder))?.[1]
      if (allowed === undefined) return undefined
      const refused = ours ? !inAny(target, allowed) : CLIENT.test(target)
      return refused ? 'transfer and checks reach the outside through adapters/ports' : undefined
    }),
}

const SIDES = ['scripts/adapters/supabase', 'scripts/adapters/aws']

export const sidesAreStrangers: Rule = {
  states: 'adapters/supabase and adapters/aws never import each other',
  violations: (files) =>
    importViolations(files, (file, { target }) => {
      const own = SIDES.find((side) => isIn(file.path, side))
      const other = SIDES.find((side) => isIn(target, side))
      return own !== undefined && other !== undefined && own !== other ? 'the other side' : undefined
    }),
}

export const servicesStandAlone: Rule = {
  states: 'services imports nothing from scripts or cdktf',
  violations: (files) =>
    importViolations(files, (file, { target }) =>
      isIn(file.path, 'services') && inAny(target, ['scripts', 'cdktf'])
        ? 'services are deployed without it'
        : undefined,
    ),
}

export const scriptsTakeSchemasOnly: Rule = {
  states: 'scripts imports services/shared of services, and cdktf/config and cdktf/systems of cdktf',
  violations: (files) =>
    importViolations(files, (file, { target, ours }) => {
      if (!isIn(file.path, 'scripts') || !ours) return undefined
      const foreign = isIn(target, 'services') || isIn(target, 'cdktf')
      return foreign && !inAny(target, ['services/shared', 'cdktf/config', 'cdktf/systems'])
        ? 'not open to scripts'
        : undefined
    }),
}
