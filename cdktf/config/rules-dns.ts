import type { Rule } from './rules'
import type { System } from './schema'

export const DNS_RULES: readonly Rule[] = [
  {
    // Records and certificates are made in that zone alone.
    id: 'domain-lies-in-the-zone',
    fails: (system) =>
      domainsOf(system)
        .filter(({ domain, zone }) => domain !== zone && !domain.endsWith(`.${zone}`))
        .map(({ path, domain, zone }) => `${path}: ${domain} given, expected a name in the zone ${zone}`),
  },
  {
    id: 'domain-belongs-to-an-app',
    fails: (system) =>
      Object.entries(system.environments).flatMap(([name, { domains }]) =>
        Object.keys(domains)
          .filter((app) => system.apps[app] === undefined)
          .map(
            (app) =>
              `environments.${name}.domains.${app}: unknown app, expected one of ${Object.keys(system.apps).join(', ')}`,
          ),
      ),
  },
  {
    id: 'domains-are-unique',
    fails: (system) => {
      const all = domainsOf(system)
      return all
        .filter(({ domain }, i) => all.findIndex((other) => other.domain === domain) < i)
        .map(({ path, domain }) => `${path}: ${domain} given, expected a name used once`)
    },
  },
  {
    // A load balancer and an HTTP API cannot answer to one name.
    id: 'api-domain-has-one-owner',
    fails: (system) =>
      Object.entries(system.apps)
        .filter(([, app]) => hasApiService(app) && hasRoutes(app))
        .map(([name]) => `apps.${name}: has an API service and functions with routes, expected one of both`),
  },
]

interface Domain {
  readonly path: string
  readonly domain: string
  readonly zone: string
}

function domainsOf({ environments }: System): Domain[] {
  return Object.entries(environments).flatMap(([name, { domains, dns }]) =>
    Object.entries(domains).flatMap(([app, uses]) =>
      Object.entries(uses).flatMap(([use, domain]) =>
        domain === undefined
          ? []
          : [{ path: `environments.${name}.domains.${app}.${use}`, domain, zone: dns.zone }],
      ),
    ),
  )
}

function hasApiService({ services }: System['apps'][string]): boolean {
  return Object.values(services).some(({ kind }) => kind === 'api')
}

function hasRoutes({ functions }: System['apps'][string]): boolean {
  return Object.values(functions).some(({ routes }) => routes.length > 0)
}
