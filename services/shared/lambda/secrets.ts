import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm'

export interface SecretClients {
  readonly secretsManager: Pick<SecretsManagerClient, 'send'>
  readonly ssm: Pick<SSMClient, 'send'>
}

export interface Secrets {
  /** Value of a secret, by the ARN of Secrets Manager or the name of a SecureString in Parameter Store. */
  read(reference: string): Promise<string>
  /** Reads it anew the next time: after its value was refused, because it may have been rotated. */
  forget(reference: string): void
}

/** How long a value is kept: a rotated secret is taken up within this time even where nothing refuses the old one. */
const KEEP_MS = 5 * 60_000

interface Kept {
  readonly value: Promise<string>
  readonly until: number
}

/** Reads each secret once for all who ask at the same time, and keeps it. A failed read is not kept. */
export function cachedSecrets(clients: SecretClients, now: () => number = Date.now): Secrets {
  const kept = new Map<string, Kept>()
  return {
    read: (reference) => {
      const known = kept.get(reference)
      if (known !== undefined && known.until > now()) return known.value
      const reading: Kept = { value: fetchSecret(clients, reference), until: now() + KEEP_MS }
      kept.set(reference, reading)
      reading.value.catch(() => {
        if (kept.get(reference) === reading) kept.delete(reference)
      })
      return reading.value
    },
    forget: (reference) => {
      kept.delete(reference)
    },
  }
}

async function fetchSecret({ secretsManager, ssm }: SecretClients, reference: string): Promise<string> {
  const value = reference.startsWith('arn:aws:secretsmanager:')
    ? (await secretsManager.send(new GetSecretValueCommand({ SecretId: reference }))).SecretString
    : (await ssm.send(new GetParameterCommand({ Name: reference, WithDecryption: true }))).Parameter?.Value
  if (value === undefined || value === '') {
    throw new Error(`The secret ${reference} has no value; \`migrate secrets set\` gives it one.`)
  }
  return value
}
