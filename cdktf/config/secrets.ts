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

/** The services and functions that read a secret, as `<app>/<name>`. */
export function secretUsers({ system }: Pick<Target, 'system'>, name: string): string[] {
  return Object.entries(system.apps).flatMap(([app, { services, functions }]) =>
    Object.entries({ ...services, ...functions })
      .filter(([, { secrets }]) => secrets.includes(name))
      .map(([program]) => `${app}/${program}`),
  )
}
