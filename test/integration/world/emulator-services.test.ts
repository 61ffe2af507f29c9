import {
  CreateBucketCommand,
  DeleteBucketIntelligentTieringConfigurationCommand,
  GetBucketIntelligentTieringConfigurationCommand,
  ListBucketIntelligentTieringConfigurationsCommand,
  ListObjectsV2Command,
  PutBucketIntelligentTieringConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import type { Emulator } from '../../../scripts/rehearsal/emulator/emulator'
import { createEmulator, s3Client } from '../../helpers/emulator'
import { cloudfront, createAccessControl, createDistribution, tag } from './make-distribution'

/** What Terraform asks of services beside objects; that a second plan is empty is shown by the rehearsal itself. */
describe('other operations of the emulator', () => {
  let emulator: Emulator
  beforeAll(async () => {
    emulator = await createEmulator()
  })
  afterAll(() => emulator.stop())

  const budgets = async (operation: string, input: object): Promise<unknown> => {
    const scope = 'rehearsal/20250101/us-east-1/budgets/aws4_request'
    const response = await fetch(emulator.endpoint, {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSBudgetServiceGateway.${operation}`,
      },
      body: JSON.stringify({ AccountId: '123456789012', ...input }),
    })
    const answer: unknown = JSON.parse(await response.text())
    if (!response.ok) throw new Error(JSON.stringify(answer))
    return answer
  }

  it('keeps the subscribers, tags and changes of a budget', async () => {
    const Budget = {
      BudgetName: 'monthly',
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: '100', Unit: 'USD' },
    }
    const Notification = { NotificationType: 'ACTUAL', ComparisonOperator: 'GREATER_THAN', Threshold: 80 }
    const email = { SubscriptionType: 'EMAIL', Address: 'ops@example.com' }
    const topic = { SubscriptionType: 'SNS', Address: 'arn:aws:sns:us-east-1:123456789012:alarms' }
    const ResourceTags = [{ Key: 'System', Value: 'aiuteur' }]
    const ResourceARN = 'arn:aws:budgets::123456789012:budget/monthly'
    await budgets('CreateBudget', {
      Budget,
      ResourceTags,
      NotificationsWithSubscribers: [{ Notification, Subscribers: [email] }],
    })
    const which = { BudgetName: 'monthly', Notification }
    await budgets('UpdateSubscriber', { ...which, OldSubscriber: email, NewSubscriber: topic })
    expect(await budgets('DescribeSubscribersForNotification', which)).toEqual({ Subscribers: [topic] })
    expect(await budgets('ListTagsForResource', { ResourceARN })).toEqual({ ResourceTags })
    await budgets('UpdateBudget', { NewBudget: { ...Budget, BudgetLimit: { Amount: '200', Unit: 'USD' } } })
    expect(await budgets('DescribeBudget', { BudgetName: 'monthly' })).toMatchObject({
      Budget: { BudgetLimit: { Amount: '200' } },
    })
    await expect(budgets('UpdateBudget', { NewBudget: { ...Budget, BudgetName: 'none' } })).rejects.toThrow(
      'NotFound',
    )
  })

  it('gives a distribution back as it was made: access control, origin group, no forwarded values', async () => {
    const accessControlId = await createAccessControl(emulator)
    const fallback = { domain: 'abcdefghijklmnopqrst.supabase.co', path: '/x', on: [403, 404] }
    const made = await createDistribution(emulator, {
      s3Domain: 'b.s3.us-east-1.amazonaws.com',
      accessControlId,
      fallback,
    })
    const xml = await cloudfront(emulator, `distribution/${made.id}/config`)
    expect(made.arn).toBe(`arn:aws:cloudfront::123456789012:distribution/${made.id}`)
    expect(tag(xml, 'OriginAccessControlId')).toBe(accessControlId)
    expect(tag(xml, 'TargetOriginId')).toBe('group')
    expect(xml.match(/<StatusCode>\d+/g)).toEqual(['<StatusCode>403', '<StatusCode>404'])
    expect(xml).not.toContain('ForwardedValues')
  })

  it('refuses a distribution whose target is neither an origin nor a group', async () => {
    const xml = `<DistributionConfig><CallerReference>x</CallerReference><Enabled>true</Enabled><Comment></Comment>
      <Origins><Quantity>1</Quantity><Items><Origin><Id>a</Id><DomainName>b.s3.us-east-1.amazonaws.com</DomainName></Origin></Items></Origins>
      <DefaultCacheBehavior><TargetOriginId>typo</TargetOriginId><ViewerProtocolPolicy>https-only</ViewerProtocolPolicy></DefaultCacheBehavior></DistributionConfig>`
    await expect(cloudfront(emulator, 'distribution', xml)).rejects.toThrow('NoSuchOrigin')
  })

  it('keeps cache policies, and ends invalidations', async () => {
    const xml = `<CachePolicyConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Name>own</Name><MinTTL>1</MinTTL></CachePolicyConfig>`
    const id = tag(await cloudfront(emulator, 'cache-policy', xml), 'Id')
    expect(tag(await cloudfront(emulator, `cache-policy/${id}`), 'Name')).toBe('own')
    await expect(cloudfront(emulator, 'cache-policy/none')).rejects.toThrow('NoSuchCachePolicy')
    const fallback = undefined
    const made = await createDistribution(emulator, {
      s3Domain: 'b.s3.us-east-1.amazonaws.com',
      accessControlId: '',
      fallback,
    })
    const batch = `<InvalidationBatch><CallerReference>1</CallerReference><Paths><Quantity>1</Quantity><Items><Path>/*</Path></Items></Paths></InvalidationBatch>`
    expect(tag(await cloudfront(emulator, `distribution/${made.id}/invalidation`, batch), 'Status')).toBe(
      'Completed',
    )
  })

  it('keeps Intelligent-Tiering configurations, and writes no access logs', async () => {
    const s3 = s3Client(emulator)
    const Bucket = 'tiered'
    await s3.send(new CreateBucketCommand({ Bucket }))
    const named = { Bucket, Id: 'all' }
    const IntelligentTieringConfiguration = {
      Id: 'all',
      Status: 'Enabled' as const,
      Tierings: [{ Days: 125, AccessTier: 'ARCHIVE_ACCESS' as const }],
    }
    await s3.send(
      new PutBucketIntelligentTieringConfigurationCommand({ ...named, IntelligentTieringConfiguration }),
    )
    expect(await s3.send(new GetBucketIntelligentTieringConfigurationCommand(named))).toMatchObject({
      IntelligentTieringConfiguration,
    })
    const listed = await s3.send(new ListBucketIntelligentTieringConfigurationsCommand({ Bucket }))
    expect(listed.IntelligentTieringConfigurationList).toEqual([IntelligentTieringConfiguration])
    await s3.send(new DeleteBucketIntelligentTieringConfigurationCommand(named))
    await expect(s3.send(new GetBucketIntelligentTieringConfigurationCommand(named))).rejects.toMatchObject({
      name: 'NoSuchConfiguration',
    })
    const allow = {
      Effect: 'Allow',
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: 's3:PutObject',
    }
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ ...allow, Resource: 'arn:aws:s3:::tiered/*' }],
    })
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }))
    const LoggingEnabled = { TargetBucket: Bucket, TargetPrefix: 'logs/' }
    await s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }))
    await s3.send(new PutObjectCommand({ Bucket, Key: 'only', Body: 'x' }))
    expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(1)
    s3.destroy()
  })

  it("attaches AWS's own policies to a role", async () => {
    const { endpoint, env } = emulator
    const credentials = { accessKeyId: env.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: 'x' }
    const iam = new IAMClient({ endpoint, region: 'us-east-1', credentials })
    const AssumeRolePolicyDocument = '{"Version":"2012-10-17","Statement":[]}'
    await iam.send(new CreateRoleCommand({ RoleName: 'plan', AssumeRolePolicyDocument }))
    const attach = (name: string) =>
      iam.send(
        new AttachRolePolicyCommand({ RoleName: 'plan', PolicyArn: `arn:aws:iam::aws:policy/${name}` }),
      )
    await expect(attach('ReadOnlyAccess')).resolves.toBeDefined()
    await expect(attach('NoSuchPolicy')).rejects.toMatchObject({ name: 'NoSuchEntityException' })
    iam.destroy()
  })
})
