import type { Rule } from './rules'
import type { System } from './schema'

/** Phases after which nothing of Supabase is used any more. */
const PHASES_ON_SUPABASE = ['storage', 'database', 'auth'] as const

export const PHASE_RULES: readonly Rule[] = [
  {
    id: 'foundation-is-new',
    fails: ({ phases }) =>
      phases.foundation === 'new' ? [] : [`phases.foundation: ${phases.foundation} given, expected new`],
  },
  {
    id: 'decommission-has-no-source-to-keep',
    fails: ({ phases }) =>
      phases.decommission === 'new' ? ['phases.decommission: new given, expected migrate or keep'] : [],
  },
  {
    // Supabase cannot be switched off while a phase stays on it.
    id: 'decommission-comes-last',
    fails: ({ phases }) => {
      if (phases.decommission !== 'migrate') return []
      return PHASES_ON_SUPABASE.filter((phase) => phases[phase] === 'keep').map(
        (phase) =>
          `phases.decommission: migrate given, expected keep as long as ${phase} is kept on Supabase`,
      )
    },
  },
  {
    id: 'migrated-phase-has-a-source',
    fails: (system) =>
      PHASES_ON_SUPABASE.filter((phase) => system.phases[phase] === 'migrate').flatMap((phase) =>
        Object.entries(system.environments)
          .filter(
            ([, environment]) =>
              !appsWith(system, phase).some((app) => environment.source[app] !== undefined),
          )
          .map(
            ([name]) =>
              `environments.${name}.source: no app with ${phase} has a source, but ${phase} is migrate`,
          ),
      ),
  },
  {
    id: 'migrated-database-has-a-server',
    fails: (system) => {
      const needed = system.phases.database !== 'keep' && appsWith(system, 'database').length > 0
      return needed && system.databaseServer === undefined
        ? ['databaseServer: missing, an app has a database']
        : []
    },
  },
  {
    id: 'migrated-auth-has-a-pool',
    fails: (system) => {
      const needed = system.phases.auth !== 'keep' && appsWith(system, 'auth').length > 0
      return needed && system.userPool === undefined ? ['userPool: missing, an app has auth'] : []
    },
  },
]

function appsWith(system: System, part: (typeof PHASES_ON_SUPABASE)[number]): string[] {
  return Object.entries(system.apps)
    .filter(([, app]) => app[part] !== undefined)
    .map(([name]) => name)
}
