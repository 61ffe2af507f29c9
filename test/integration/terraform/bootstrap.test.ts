import { PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3'
import { describeBootstrap } from '../../../cdktf/config/bootstrap'
import { resolveTarget } from '../../../cdktf/config/target'
import { systems } from '../../../cdktf/systems'
import { bootstrap } from '../../../scripts/adapters/aws/bootstrap'
import { importsIn, withFreshAccount } from './fresh-account'

const target = resolveTarget(systems, 'aiuteur/dev')

describe('bootstrap', () => {
  const prod = resolveTarget(systems, 'aiuteur/prod')

  it('makes what the first plan of foundation imports without a change, and nothing when it runs again', async () => {
    await withFreshAccount(async ({ clients, terraform, directoryOf }) => {
      const first = await bootstrap({ target, clients })
      expect(first.existing).toEqual([])
      expect(await bootstrap({ target, clients })).toEqual({ made: [], existing: first.made })

      const directory = directoryOf('aiuteur-dev-foundation')
      await terraform.init(directory)
      const { imported, changed } = importsIn(await terraform.plan(directory, { planFile: 'plan' }))
      expect(imported).toHaveLength(36)
      expect(changed).toEqual([])

      // A setting that differs from the description is seen, so the empty list above means something.
      const Bucket = describeBootstrap(target).buckets.state.name
      const suspended = { Bucket, VersioningConfiguration: { Status: 'Suspended' as const } }
      await clients.s3.send(new PutBucketVersioningCommand(suspended))
      const again = importsIn(await terraform.plan(directory, { planFile: 'again' }))
      expect(again.changed).toEqual([
        expect.stringMatching(/^aws_s3_bucket_versioning\.state-bucket/) as string,
      ])
    })
  })

  it('fails where another environment of the account has to make the OIDC provider first', async () => {
    await withFreshAccount(async ({ clients }) => {
      await expect(bootstrap({ target: prod, clients })).rejects.toMatchObject({ code: 'PHASE_OUT_OF_ORDER' })
      await bootstrap({ target, clients })
      expect((await bootstrap({ target: prod, clients })).existing).toContain(
        'OIDC provider https://token.actions.githubusercontent.com',
      )
    })
  })

  it('fails with AWS_FAILED, naming the bucket, where AWS does not answer', async () => {
    await withFreshAccount(async ({ clients }) => {
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
