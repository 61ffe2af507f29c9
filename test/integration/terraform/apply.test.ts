import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { IAMClient } from '@aws-sdk/client-iam'
import { PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3'
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { bucketPolicy } from '../../../cdktf/config/bucket-policy'
import { storageSettingsParameterName, switchParameterName } from '../../../cdktf/config/names'
import type { StorageSettings } from '../../../cdktf/config/storage-settings'
import { resolveTarget } from '../../../cdktf/config/target'
import { systems } from '../../../cdktf/systems'
import { bootstrap, type BootstrapClients } from '../../../scripts/adapters/aws/bootstrap'
import {
  createTerraform,
  type PlanResult,
  type Terraform,
} from '../../../scripts/adapters/terraform/terraform'
import { withEmulator } from '../../helpers/emulator'
import { withStacks } from './stacks-in'

// The provider watches a new lifecycle configuration for 55 s, here as on AWS.
const APPLY_LIMIT_MS = 400_000

const target = resolveTarget(systems, 'aiuteur/dev')

interface World {
  clients: BootstrapClients & { ssm: SSMClient }
  terraform: Terraform
  directoryOf: (stack: string) => string
}

async function withWorld(use: (world: World) => Promise<void>): Promise<void> {
  await withEmulator(async ({ endpoint, env }) => {
    const options = {
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }
    const clients = {
      s3: new S3Client({ ...options, forcePathStyle: true }),
      dynamodb: new DynamoDBClient(options),
      iam: new IAMClient(options),
      ssm: new SSMClient(options),
    }
    const terraform = createTerraform({
      env: { ...process.env, ...env, AWS_CA_BUNDLE: undefined },
      parallelism: 40,
    })
    await withStacks(({ directoryOf }) => use({ clients, terraform, directoryOf }))
  })
}

interface ResourceChange {
  address: string
  change: { actions: string[]; importing?: { id: string } }
}

function changesIn({ json }: PlanResult): ResourceChange[] {
  return (json as { resource_changes: ResourceChange[] }).resource_changes
}

/** `aws_s3_bucket_policy update` for each thing that would change. */
function plannedIn(plan: PlanResult): string[] {
  return changesIn(plan)
    .filter(({ change }) => change.actions.join() !== 'no-op')
    .map(({ address, change }) => `${address.split('.')[0] ?? ''} ${change.actions.join('+')}`)
    .sort()
}

async function expectFoundation({ clients, terraform, directoryOf }: World): Promise<void> {
  const directory = directoryOf('aiuteur-dev-foundation')
  await terraform.init(directory)
  const plan = await terraform.plan(directory, { planFile: 'plan' })
  const imports = changesIn(plan).filter(({ change }) => change.importing !== undefined)
  expect(imports.length).toBe(29)
  expect(imports.filter(({ change }) => change.actions.join() !== 'no-op')).toEqual([])
  await terraform.apply(directory, { planFile: 'plan' })

  // What a cutover writes is not undone by the next apply.
  const Name = switchParameterName(target, 'aiuteur', 'storage')
  const Value = JSON.stringify({ v: 1, epoch: 1, writes: 'aws', reads: 'aws' })
  await clients.ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }))
  expect(plannedIn(await terraform.plan(directory, { planFile: 'again' }))).toEqual([])
}

async function expectStorage({ clients, terraform, directoryOf }: World): Promise<void> {
  const directory = directoryOf('aiuteur-dev-storage')
  await terraform.init(directory)
  await terraform.plan(directory, { planFile: 'plan' })
  await terraform.apply(directory, { planFile: 'plan' })
  expect(plannedIn(await terraform.plan(directory, { planFile: 'again' }))).toEqual([])

  const done = await terraform.plan(directory, { planFile: 'done', variables: { storage_fallback: false } })
  expect(plannedIn(done)).toEqual(Array(2).fill('aws_cloudfront_distribution update'))

  await fenceAll(clients)
  const agreed = await terraform.plan(directory, { planFile: 'fenced', variables: { storage_fence: true } })
  expect(plannedIn(agreed)).toEqual([])
  const lifted = await terraform.plan(directory, { planFile: 'open', variables: { storage_fence: false } })
  expect(plannedIn(lifted)).toEqual(Array(3).fill('aws_s3_bucket_policy update'))
}

/** Sets the fence as the engine does, with what it finds in the storage settings. */
async function fenceAll({ s3, ssm }: World['clients']): Promise<void> {
  const Name = storageSettingsParameterName(target, 'aiuteur')
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name }))
  const settings = JSON.parse(Parameter?.Value ?? '') as StorageSettings
  for (const bucket of Object.values(settings.buckets)) {
    const policy = bucketPolicy({
      bucket: bucket.bucket,
      fence: true,
      ...(bucket.access === 'public'
        ? { distributionArn: `arn:aws:cloudfront::123456789012:distribution/${bucket.distributionId}` }
        : {}),
    })
    await s3.send(new PutBucketPolicyCommand({ Bucket: bucket.bucket, Policy: JSON.stringify(policy) }))
  }
}

describe('a fresh account', () => {
  it(
    'takes bootstrap twice, then foundation and storage, and a second plan of each is empty',
    async () => {
      await withWorld(async (world) => {
        const first = await bootstrap({ target, clients: world.clients })
        expect(first.existing).toEqual([])
        const second = await bootstrap({ target, clients: world.clients })
        expect(second).toEqual({ made: [], existing: first.made })
        await expectFoundation(world)
        await expectStorage(world)
      })
    },
    APPLY_LIMIT_MS,
  )
})

describe('bootstrap', () => {
  const prod = resolveTarget(systems, 'aiuteur/prod')

  it('fails where another environment of the account has to make the OIDC provider first', async () => {
    await withWorld(async ({ clients }) => {
      await expect(bootstrap({ target: prod, clients })).rejects.toMatchObject({ code: 'PHASE_OUT_OF_ORDER' })
      await bootstrap({ target, clients })
      expect((await bootstrap({ target: prod, clients })).existing).toContain(
        'OIDC provider https://token.actions.githubusercontent.com',
      )
    })
  })

  it('fails with AWS_FAILED, naming the bucket, where AWS does not answer', async () => {
    await withWorld(async ({ clients }) => {
      await expect(bootstrap({ target, clients: { ...clients, s3: closed() } })).rejects.toMatchObject({
        code: 'AWS_FAILED',
        message: expect.stringContaining('aiuteur-dev-logs-123456789012') as string,
      })
    })
  })
})

/** A client that reaches nobody. */
function closed(): S3Client {
  return new S3Client({
    endpoint: 'http://127.0.0.1:9',
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
}
