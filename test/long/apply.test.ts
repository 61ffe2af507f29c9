import { PutBucketPolicyCommand } from '@aws-sdk/client-s3'
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import { bucketPolicy } from '../../cdktf/config/bucket-policy'
import { storageSettingsParameterName, switchParameterName } from '../../cdktf/config/names'
import type { StorageSettings } from '../../cdktf/config/storage-settings'
import { resolveTarget } from '../../cdktf/config/target'
import { systems } from '../../cdktf/systems'
import { bootstrap } from '../../scripts/adapters/aws/bootstrap'
import type { PlanResult } from '../../scripts/adapters/terraform/terraform'
import {
  changesIn,
  importsIn,
  withFreshAccount,
  type FreshAccount,
} from '../integration/terraform/fresh-account'

// Long because the provider watches a new lifecycle configuration for 55 s, here as on AWS.

const target = resolveTarget(systems, 'aiuteur/dev')

/** `aws_s3_bucket_policy update` for each thing that would change. */
function plannedIn(plan: PlanResult): string[] {
  return changesIn(plan)
    .filter(({ change }) => change.actions.join() !== 'no-op')
    .map(({ address, change }) => `${address.split('.')[0] ?? ''} ${change.actions.join('+')}`)
    .sort()
}

async function expectFoundation({ clients, terraform, directoryOf }: FreshAccount): Promise<void> {
  const directory = directoryOf('aiuteur-dev-foundation')
  await terraform.init(directory)
  const plan = await terraform.plan(directory, { planFile: 'plan' })
  expect(importsIn(plan).changed).toEqual([])
  await terraform.apply(directory, { planFile: 'plan' })

  // What a cutover writes is not undone by the next apply.
  const Name = switchParameterName(target, 'aiuteur', 'storage')
  const Value = JSON.stringify({ v: 1, epoch: 1, writes: 'aws', reads: 'aws' })
  await clients.ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }))
  expect(plannedIn(await terraform.plan(directory, { planFile: 'again' }))).toEqual([])
}

async function expectStorage({ clients, terraform, directoryOf }: FreshAccount): Promise<void> {
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
async function fenceAll({ s3, ssm }: FreshAccount['clients']): Promise<void> {
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
  it('takes foundation and storage; a second plan of each is empty, and each variable changes what it should', async () => {
    await withFreshAccount(async (account) => {
      await bootstrap({ target, clients: account.clients })
      await expectFoundation(account)
      await expectStorage(account)
    })
  })
})
