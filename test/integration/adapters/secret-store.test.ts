import {
  CreateSecretCommand,
  ListSecretVersionIdsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { DescribeParametersCommand, ListTagsForResourceCommand, SSMClient } from '@aws-sdk/client-ssm'
import { secretStore } from '../../../scripts/adapters/aws/secret-store'
import type { SecretStore } from '../../../scripts/adapters/ports'
import type { Emulator } from '../../../scripts/rehearsal/emulator/emulator'
import { createEmulator } from '../../helpers/emulator'

const MANAGED = { store: 'secrets-manager', id: 'aiuteur/dev/DATABASE_URL' } as const
const PARAMETER = { store: 'parameter-store', id: '/studio/dev/secret/AUDIUS_API_KEY' } as const

let emulator: Emulator
let secretsManager: SecretsManagerClient
let ssm: SSMClient
let store: SecretStore

beforeAll(async () => {
  emulator = await createEmulator()
  const shared = {
    endpoint: emulator.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }
  secretsManager = new SecretsManagerClient(shared)
  ssm = new SSMClient(shared)
  store = secretStore({ secretsManager, ssm, kmsKeyId: 'alias/studio-dev', tags: { system: 'studio' } })
})

afterAll(async () => {
  secretsManager.destroy()
  ssm.destroy()
  await emulator.stop()
})

describe('a secret of Secrets Manager', () => {
  it('is absent, then empty, then has its value', async () => {
    expect(await store.read(MANAGED)).toEqual({ exists: false, value: undefined })
    await secretsManager.send(new CreateSecretCommand({ Name: MANAGED.id }))
    expect(await store.read(MANAGED)).toEqual({ exists: true, value: undefined })
    await store.write(MANAGED, 'first')
    await store.write(MANAGED, 'second')
    expect(await store.read(MANAGED)).toEqual({ exists: true, value: 'second' })
  })

  it('keeps its former value as AWS does', async () => {
    const { Versions = [] } = await secretsManager.send(
      new ListSecretVersionIdsCommand({ SecretId: MANAGED.id }),
    )
    expect(Versions.flatMap(({ VersionStages = [] }) => VersionStages).sort()).toEqual([
      'AWSCURRENT',
      'AWSPREVIOUS',
    ])
  })

  it('fails to be written where it does not exist, without a word of the value', async () => {
    const nowhere = { ...MANAGED, id: 'aiuteur/dev/NOWHERE' }
    const refused: unknown = await store.write(nowhere, 'hunter2').catch((error: unknown) => error)
    expect(refused).toMatchObject({
      code: 'AWS_FAILED',
      message: 'AWS could not write aiuteur/dev/NOWHERE: ResourceNotFoundException',
      data: { awsCode: 'ResourceNotFoundException' },
    })
    expect(refused).not.toHaveProperty('cause')
  })
})

describe('a secret of Parameter Store', () => {
  it('is made encrypted under our key, with our tags, and replaced', async () => {
    expect(await store.read(PARAMETER)).toEqual({ exists: false, value: undefined })
    await store.write(PARAMETER, 'first')
    await store.write(PARAMETER, 'second')
    expect(await store.read(PARAMETER)).toEqual({ exists: true, value: 'second' })
    const { Parameters = [] } = await ssm.send(new DescribeParametersCommand({}))
    expect(Parameters).toMatchObject([
      { Name: PARAMETER.id, Type: 'SecureString', KeyId: 'alias/studio-dev', Version: 2 },
    ])
    const tags = await ssm.send(
      new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: PARAMETER.id }),
    )
    expect(tags.TagList).toEqual([{ Key: 'system', Value: 'studio' }])
  })
})
