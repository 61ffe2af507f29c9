import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { GetParameterCommand, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm'
import type { SecretStore, StoredSecret } from '../ports'
import { awsFailedSilently, isMissing } from './errors'

export interface SecretStoreOptions {
  secretsManager: SecretsManagerClient
  ssm: SSMClient
  /** Key under which parameters are kept: an alias, or an ARN. */
  kmsKeyId: string
  /** On parameters that are made here. */
  tags: Readonly<Record<string, string>>
}

/** Secrets Manager and Parameter Store. What AWS says about a failed call stays here: it may repeat what it was sent. */
export function secretStore(options: SecretStoreOptions): SecretStore {
  const { secretsManager, ssm } = options
  return {
    read: ({ store, id }) =>
      awsFailedSilently(`read ${id}`, () =>
        store === 'secrets-manager' ? readSecret(secretsManager, id) : readParameter(ssm, id),
      ),
    write: ({ store, id }, value) =>
      awsFailedSilently(`write ${id}`, () =>
        store === 'secrets-manager'
          ? writeSecret(secretsManager, { id, value })
          : writeParameter(options, { id, value }),
      ),
  }
}

async function readSecret(client: SecretsManagerClient, id: string): Promise<StoredSecret> {
  // Two questions: an empty secret answers the second as if it did not exist.
  const there = await orMissing(() => client.send(new DescribeSecretCommand({ SecretId: id })))
  if (there === undefined) return { exists: false, value: undefined }
  const answer = await orMissing(() => client.send(new GetSecretValueCommand({ SecretId: id })))
  return { exists: true, value: answer?.SecretString }
}

async function readParameter(client: SSMClient, id: string): Promise<StoredSecret> {
  const answer = await orMissing(() =>
    client.send(new GetParameterCommand({ Name: id, WithDecryption: true })),
  )
  return { exists: answer !== undefined, value: answer?.Parameter?.Value }
}

async function writeSecret(
  client: SecretsManagerClient,
  { id, value }: { id: string; value: string },
): Promise<void> {
  await client.send(new PutSecretValueCommand({ SecretId: id, SecretString: value }))
}

/** AWS takes tags with a new parameter only, and refuses a new one that is there already. */
async function writeParameter(
  { ssm, kmsKeyId, tags }: SecretStoreOptions,
  { id, value }: { id: string; value: string },
): Promise<void> {
  const parameter = { Name: id, Value: value, Type: 'SecureString', KeyId: kmsKeyId } as const
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  try {
    await ssm.send(new PutParameterCommand({ ...parameter, Tags }))
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ParameterAlreadyExists') throw error
    await ssm.send(new PutParameterCommand({ ...parameter, Overwrite: true }))
  }
}

async function orMissing<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call()
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}
