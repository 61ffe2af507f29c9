import type { SecretPlace } from '../../cdktf/config/secrets'
import type { SecretStore } from '../adapters/ports'
import { faultOfSecret, type SecretRequirements } from './secret-form'

export interface DeclaredSecret extends SecretRequirements {
  name: string
  place: SecretPlace
  /** Services and functions that read it. */
  usedBy: readonly string[]
}

export interface SecretFinding {
  name: string
  store: SecretPlace['store']
  /** Name in AWS. */
  id: string
  usedBy: readonly string[]
  /** `absent`: there is no place for it yet; `empty`: the place holds nothing; `malformed`: see `fault`. */
  state: 'well-formed' | 'absent' | 'empty' | 'malformed'
  fault?: string
}

/** Looks at every declared secret. Values are judged here and go no further. */
export async function checkSecrets(
  secrets: readonly DeclaredSecret[],
  store: SecretStore,
): Promise<SecretFinding[]> {
  const findings: SecretFinding[] = []
  for (const secret of secrets) findings.push(await checkSecret(secret, store))
  return findings
}

async function checkSecret(secret: DeclaredSecret, store: SecretStore): Promise<SecretFinding> {
  const { name, place, usedBy } = secret
  const finding = { name, store: place.store, id: place.id, usedBy }
  const { exists, value } = await store.read(place)
  if (!exists) return { ...finding, state: 'absent' }
  if (value === undefined) return { ...finding, state: 'empty' }
  const fault = faultOfSecret(value, secret)
  return fault === undefined
    ? { ...finding, state: 'well-formed' }
    : { ...finding, state: 'malformed', fault }
}
