import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SSMClient } from '@aws-sdk/client-ssm'
import { prefix, tags } from '../../cdktf/config/names'
import { secretPlace, secretUsers } from '../../cdktf/config/secrets'
import { resolveTarget, type Target } from '../../cdktf/config/target'
import { systems } from '../../cdktf/systems'
import { mustBeAccount } from '../adapters/aws/account'
import { secretStore } from '../adapters/aws/secret-store'
import type { SecretStore } from '../adapters/ports'
import type { DeclaredSecret } from '../checks/secrets'

export interface OpenSecrets {
  target: Target
  store: SecretStore
  /** In the order of the system's file. */
  declared: readonly DeclaredSecret[]
}

/** Opens the secrets of `aiuteur/dev` and closes their clients. @throws ConfigError, MigrateError ACCOUNT_MISMATCH */
export async function withSecrets<T>(
  targetName: string,
  work: (secrets: OpenSecrets) => Promise<T>,
): Promise<T> {
  const target = resolveTarget(systems, targetName)
  await mustBeAccount(target)
  const { region } = target.environment
  const secretsManager = new SecretsManagerClient({ region })
  const ssm = new SSMClient({ region })
  try {
    const store = secretStore({
      secretsManager,
      ssm,
      kmsKeyId: `alias/${prefix(target)}`,
      tags: tags(target),
    })
    return await work({ target, store, declared: declaredSecrets(target) })
  } finally {
    secretsManager.destroy()
    ssm.destroy()
  }
}

function declaredSecrets(target: Target): DeclaredSecret[] {
  const masterUsername = target.system.databaseServer?.masterUsername
  return Object.entries(target.system.secrets).flatMap(([name, { form, store }]) => {
    const place = secretPlace(target, name)
    return place === undefined
      ? []
      : [{ name, form, store, masterUsername, place, usedBy: secretUsers(target, name) }]
  })
}
