import type { Rule } from './rules'
import type { Environment, System } from './schema'

export const NETWORK_RULES: readonly Rule[] = [
  {
    // Supabase's API and pooler are reached over IPv4; tasks in private subnets have no other way there.
    id: 'source-can-be-reached',
    fails: (system) =>
      each(system, (path, { network, source }) =>
        network.nat === 'none' && Object.keys(source).length > 0
          ? [`${path}.network.nat: none given, expected one or per-zone while the environment has a source`]
          : [],
      ),
  },
  {
    // Without both, a task cannot fetch its own image.
    id: 'aws-can-be-reached',
    fails: (system) =>
      each(system, (path, { network }) =>
        network.nat === 'none' && !network.interfaceEndpoints
          ? [`${path}.network.interfaceEndpoints: false given, expected true without a NAT gateway`]
          : [],
      ),
  },
  {
    // Two networks of one account with the same addresses can never be joined.
    id: 'network-is-used-once',
    fails: (system) => {
      const all = Object.entries(system.environments)
      return all
        .filter(([, { accountId, network }], i) =>
          all
            .slice(0, i)
            .some(([, other]) => other.accountId === accountId && other.network.cidr === network.cidr),
        )
        .map(
          ([name, { accountId, network }]) =>
            `environments.${name}.network.cidr: ${network.cidr} given, expected one that no other environment of account ${accountId} has`,
        )
    },
  },
]

function each(system: System, check: (path: string, environment: Environment) => string[]): string[] {
  return Object.entries(system.environments).flatMap(([name, environment]) =>
    check(`environments.${name}`, environment),
  )
}
