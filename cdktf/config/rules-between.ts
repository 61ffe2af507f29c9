import { prefix } from './names'
import type { System } from './schema'
import { targetsOf, type Target } from './target'

// What holds between systems: several may share an account, and none may stand on another's name.

/** Returns one line per violation, beginning with the system and path. */
export function faultsBetween(systems: readonly System[]): string[] {
  const targets = systems.flatMap(targetsOf)
  return [
    ...sharedPrefixes(targets),
    ...twoOwners(targets),
    ...sharedDomains(targets),
    ...sharedProjects(targets),
  ]
}

/** `studio` with environment `dev-2` and `studio-dev` with environment `2` would both be called `studio-dev-2`. */
function sharedPrefixes(targets: readonly Target[]): string[] {
  return pairs(targets, sameAccount)
    .filter(([one, other]) => one.system !== other.system && overlap(prefix(one), prefix(other)))
    .map(
      ([one, other]) =>
        `${at(other)}: names begin with ${prefix(other)}, which overlaps with ${prefix(one)} of ${one.name} in account ${one.environment.accountId}`,
    )
}

function overlap(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}-`) || other.startsWith(`${one}-`)
}

/** Things that exist once in an account, or once in an account and region. */
function twoOwners(targets: readonly Target[]): string[] {
  const both = pairs(targets, sameAccount)
  return [
    ...both
      // Within one system a rule of its own says it.
      .filter(([one, other]) => one.system !== other.system)
      .filter(([one, other]) => [one, other].every((t) => t.environment.githubProvider === 'own'))
      .map(
        ([one, other]) =>
          `${at(other)}.githubProvider: own given, expected shared, ${one.name} owns the provider of account ${one.environment.accountId}`,
      ),
    ...both
      .filter(([one, other]) => one.environment.region === other.environment.region)
      .filter(([one, other]) => [one, other].every((t) => t.environment.guardDuty))
      .map(
        ([one, other]) =>
          `${at(other)}.guardDuty: true given, expected false, ${one.name} has the detector of account ${one.environment.accountId} in ${one.environment.region}`,
      ),
  ]
}

function sharedDomains(targets: readonly Target[]): string[] {
  return pairs(targets, (one, other) => one.environment.dns.zone === other.environment.dns.zone)
    .filter(([one, other]) => [one, other].every((t) => t.environment.dns.ownership === 'own'))
    .map(
      ([one, other]) =>
        `${at(other)}.dns.ownership: own given, expected existing, ${one.name} makes the zone ${one.environment.dns.zone}`,
    )
}

function sharedProjects(targets: readonly Target[]): string[] {
  return pairs(targets, (one, other) => one.system !== other.system).flatMap(([one, other]) =>
    refsOf(other)
      .filter((ref) => refsOf(one).includes(ref))
      .map((ref) => `${at(other)}.source: project ${ref} given, expected one that ${one.name} does not move`),
  )
}

function refsOf({ environment }: Target): string[] {
  return Object.values(environment.source).map(({ supabase }) => supabase.projectRef)
}

function sameAccount(one: Target, other: Target): boolean {
  return one.environment.accountId === other.environment.accountId
}

function at({ system, environmentName }: Target): string {
  return `${system.name}: environments.${environmentName}`
}

function pairs(
  targets: readonly Target[],
  check: (one: Target, other: Target) => boolean,
): (readonly [Target, Target])[] {
  return targets.flatMap((one, i) =>
    targets.slice(i + 1).flatMap((other) => (check(one, other) ? [[one, other] as const] : [])),
  )
}
