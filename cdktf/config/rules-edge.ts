import { applyRoleTrust, planRoleTrust, TRUST_CHARACTERS_MAX } from './github-trust'
import type { Rule } from './rules'
import type { System } from './schema'
import { targetsOf } from './target'

export const EDGE_RULES: readonly Rule[] = [
  {
    id: 'trust-fits-its-limit',
    fails: (system) => {
      const lengths = targetsOf(system)
        .flatMap((t) => [planRoleTrust(t), applyRoleTrust(t)])
        .map((document) => JSON.stringify(document).length)
      return Math.max(...lengths) > TRUST_CHARACTERS_MAX
        ? [
            `github.repository: ${system.github.repository} given, expected a shorter name: with it a role's trust has more than ${TRUST_CHARACTERS_MAX} characters`,
          ]
        : []
    },
  },
  {
    // A pool has one migration trigger, and it asks one project.
    id: 'user-pool-has-one-source',
    fails: (system) => {
      if (system.phases.auth !== 'migrate') return []
      return Object.entries(system.environments).flatMap(([name, { source }]) => {
        const apps = appsWith(system, 'auth').filter((app) => source[app] !== undefined)
        return apps.length > 1
          ? [
              `environments.${name}.source: ${apps.join(', ')} have users, expected one source for one user pool`,
            ]
          : []
      })
    },
  },
  {
    id: 'migration-of-passwords-has-its-key',
    fails: (system) => {
      const asks = system.phases.auth === 'migrate' && system.userPool?.methods.includes('password')
      const key = system.secrets[SOURCE_KEY]
      return asks === true && key?.store !== 'secrets-manager'
        ? [
            `secrets.${SOURCE_KEY}: missing, expected in Secrets Manager while users move with their passwords`,
          ]
        : []
    },
  },
  {
    // CloudFront's own name takes TLS 1.0, and no user knows it.
    id: 'frontend-has-a-domain',
    fails: (system) => {
      if (system.phases.frontend === 'keep') return []
      return Object.entries(system.environments).flatMap(([name, { domains }]) =>
        appsWith(system, 'frontend')
          .filter((app) => domains[app]?.web === undefined)
          .map((app) => `environments.${name}.domains.${app}.web: missing, the app has a frontend`),
      )
    },
  },
  {
    // `<system>-<environment>-web-<account>` is where the releases of the frontend are.
    id: 'bucket-is-not-named-like-releases',
    fails: (system) =>
      appsWith(system, 'frontend').flatMap((app) =>
        Object.entries(system.apps[app]?.storage?.buckets ?? {})
          .filter(([id, { name = id }]) => name === 'web')
          .map(
            ([id]) =>
              `apps.${app}.storage.buckets.${id}.name: web is taken by the frontend, expected another`,
          ),
      ),
  },
]

const SOURCE_KEY = 'SUPABASE_SERVICE_ROLE_KEY'

function appsWith(system: System, part: 'auth' | 'frontend'): string[] {
  return Object.entries(system.apps)
    .filter(([, app]) => app[part] !== undefined)
    .map(([name]) => name)
}
