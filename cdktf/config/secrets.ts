import { appsWithRoutes, appsWithWebSocket } from './functions-of'
import { secretName, secretParameterName } from './names'
import type { System } from './schema'
import type { Target } from './target'

/** Where the value of a secret is kept. */
export interface SecretPlace {
  readonly store: System['secrets'][string]['store']
  /** Name of the secret or parameter in AWS. */
  readonly id: string
}

/** Undefined where the system declares no such secret. */
export function secretPlace(t: Target, name: string): SecretPlace | undefined {
  const store = t.system.secrets[name]?.store
  if (store === undefined) return undefined
  return { store, id: store === 'parameter-store' ? secretParameterName(t, name) : secretName(t, name) }
}

/** What reads a secret: services and functions as `<app>/<name>`, and the programs that stand beside them. */
export function secretUsers({ system }: Pick<Target, 'system'>, name: string): string[] {
  const programs = Object.entries(system.apps).flatMap(([app, { services, functions }]) =>
    Object.entries({ ...services, ...functions })
      .filter(([, { secrets }]) => secrets.includes(name))
      .map(([program]) => `${app}/${program}`),
  )
  return [...programs, ...(READERS[name]?.(system) ?? [])]
}

/** No app names these: an API brings its authorizer, and a user pool that takes users over the trigger for it. */
const READERS: Readonly<Record<string, (system: System) => string[]>> = {
  SUPABASE_JWT_SECRET: (system) => [
    ...appsWithRoutes({ system }).map((app) => `${app}/authorizer`),
    ...appsWithWebSocket({ system }).map((app) => `${app}/websocket-authorizer`),
  ],
  SUPABASE_SERVICE_ROLE_KEY: ({ phases, userPool }) =>
    phases.auth === 'migrate' && userPool?.methods.includes('password') === true ? ['user-migration'] : [],
}
