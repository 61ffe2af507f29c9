import { instanceMemoryGib, KNOWN_SIZES } from './instance-memory'
import type { Rule } from './rules'
import type { Environment, System } from './schema'

/** Shortest time in days for which a production database can be taken back to any second. */
const PRODUCTION_BACKUP_DAYS_MIN = 7

export const ENVIRONMENT_RULES: readonly Rule[] = [
  {
    id: 'production-database-is-multi-az',
    fails: (system) =>
      each(system, (path, { production, database }) =>
        production && database?.multiAz === false
          ? [`${path}.database.multiAz: false given, expected true in production`]
          : [],
      ),
  },
  {
    id: 'production-database-is-protected',
    fails: (system) =>
      each(system, (path, { production, database }) =>
        production && database?.deletionProtection === false
          ? [`${path}.database.deletionProtection: false given, expected true in production`]
          : [],
      ),
  },
  {
    id: 'production-database-keeps-backups',
    fails: (system) =>
      each(system, (path, { production, database }) => {
        const days = database?.backupRetentionDays ?? PRODUCTION_BACKUP_DAYS_MIN
        if (!production || days >= PRODUCTION_BACKUP_DAYS_MIN) return []
        return [
          `${path}.database.backupRetentionDays: ${days} given, expected at least ${PRODUCTION_BACKUP_DAYS_MIN} in production`,
        ]
      }),
  },
  {
    id: 'database-server-has-a-size',
    fails: (system) => {
      if (system.databaseServer === undefined) return []
      return each(system, (path, { database }) =>
        database === undefined ? [`${path}.database: missing, the system has a database server`] : [],
      )
    },
  },
  {
    // Alarms on memory and connections follow from it.
    id: 'database-memory-is-known',
    fails: (system) =>
      each(system, (path, { database }) =>
        database === undefined || instanceMemoryGib(database.instanceClass) !== undefined
          ? []
          : [
              `${path}.database.instanceClass: ${database.instanceClass} given, expected a class m, r or t of size ${KNOWN_SIZES.join(', ')}`,
            ],
      ),
  },
  {
    // Names and policies begin with `<system>-<environment>-`: those of dev would hold for dev-2 as well.
    id: 'environment-name-begins-no-other',
    fails: (system) => {
      const names = Object.keys(system.environments)
      return names.flatMap((name) =>
        names
          .filter((other) => other.startsWith(`${name}-`))
          .map(
            (other) => `environments.${other}: begins with ${name}-, expected a name that no other begins`,
          ),
      )
    },
  },
  {
    id: 'database-storage-can-grow',
    fails: (system) =>
      each(system, (path, { database }) => {
        if (database?.maxAllocatedStorageGb === undefined) return []
        const { maxAllocatedStorageGb: max, allocatedStorageGb: now } = database
        return max > now
          ? []
          : [
              `${path}.database.maxAllocatedStorageGb: ${max} given, expected more than allocatedStorageGb ${now}`,
            ]
      }),
  },
  {
    id: 'budget-alerts-ascend',
    fails: (system) =>
      each(system, (path, { budget: { alertsUsd } }) => {
        const ascends = alertsUsd.every((amount, i) => i === 0 || amount > (alertsUsd[i - 1] ?? Infinity))
        return ascends
          ? []
          : [`${path}.budget.alertsUsd: ${JSON.stringify(alertsUsd)} given, expected ascending amounts`]
      }),
  },
  {
    // AWS refuses a second provider for the same URL, and two states would fight over one.
    id: 'github-provider-has-one-owner',
    fails: (system) => {
      const owners = Object.entries(system.environments).filter(
        ([, { githubProvider }]) => githubProvider === 'own',
      )
      return owners
        .filter(([, { accountId }], i) =>
          owners.slice(0, i).some(([, other]) => other.accountId === accountId),
        )
        .map(
          ([name, { accountId }]) =>
            `environments.${name}.githubProvider: own given, expected shared, another environment of account ${accountId} owns it`,
        )
    },
  },
  {
    id: 'source-belongs-to-an-app',
    fails: (system) =>
      each(system, (path, { source }) =>
        Object.keys(source)
          .filter((app) => system.apps[app] === undefined)
          .map(
            (app) =>
              `${path}.source.${app}: unknown app, expected one of ${Object.keys(system.apps).join(', ')}`,
          ),
      ),
  },
  {
    // Two environments on one project would fence and rewrite each other.
    id: 'source-project-is-used-once',
    fails: (system) => {
      const all = Object.entries(system.environments).flatMap(([name, { source }]) =>
        Object.entries(source).map(([app, { supabase }]) => ({
          path: `environments.${name}.source.${app}`,
          ref: supabase.projectRef,
        })),
      )
      return all
        .filter(({ ref }, i) => all.findIndex((other) => other.ref === ref) < i)
        .map(({ path, ref }) => `${path}.supabase.projectRef: ${ref} given, expected a project of its own`)
    },
  },
]

function each(system: System, check: (path: string, environment: Environment) => string[]): string[] {
  return Object.entries(system.environments).flatMap(([name, environment]) =>
    check(`environments.${name}`, environment),
  )
}
