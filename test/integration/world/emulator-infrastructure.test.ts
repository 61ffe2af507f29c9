import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { CreateEmailIdentityCommand, ListTagsForResourceCommand, SESv2Client } from '@aws-sdk/client-sesv2'
import type { Emulator } from '../../../scripts/rehearsal/emulator/emulator'
import { leftSince, takeInventory } from '../../../scripts/rehearsal/infrastructure/left'
import { createEmulator, s3Client } from '../../helpers/emulator'
import { cloudfront, tag } from './make-distribution'

const credentials = { accessKeyId: 'x', secretAccessKey: 'x' }
const region = 'us-east-1'

/** What the stacks' resources need; that a second plan is empty is shown by the rehearsal of the infrastructure. */
describe('the emulator’s other services', () => {
  let emulator: Emulator
  beforeAll(async () => {
    emulator = await createEmulator()
  })
  afterAll(() => emulator.stop())

  const signed = (service: string): string =>
    `AWS4-HMAC-SHA256 Credential=x/20250101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`

  /** An operation of the query protocol. */
  const query = async (service: string, input: Record<string, string>): Promise<string> => {
    const response = await fetch(emulator.endpoint, {
      method: 'POST',
      headers: { authorization: signed(service), 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(input),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${response.status} ${text}`)
    return text
  }

  const json = async (service: string, target: string, input: object): Promise<unknown> => {
    const response = await fetch(emulator.endpoint, {
      method: 'POST',
      headers: {
        authorization: signed(service),
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': target,
      },
      body: JSON.stringify(input),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${response.status} ${text}`)
    return JSON.parse(text)
  }

  it('says what it does not know at once, so that nobody asks again for minutes', async () => {
    await expect(json('logs', 'Logs_20140328.StartLiveTail', {})).rejects.toThrow(/^501 .*live_tail/is)
  })

  it('tells what was made and is still there, and why AWS would keep some of it', async () => {
    const s3 = s3Client(emulator)
    const before = await takeInventory(emulator.endpoint)
    await s3.send(new CreateBucketCommand({ Bucket: 'forgotten' }))
    await json('kms', 'TrentService.CreateKey', {})
    const left = leftSince(before, await takeInventory(emulator.endpoint))
    expect(left).toEqual(
      expect.arrayContaining([
        { name: 's3 buckets forgotten', reason: null },
        { name: expect.stringMatching(/^kms keys /) as string, reason: expect.any(String) as string },
      ]),
    )
    await s3.send(new DeleteBucketCommand({ Bucket: 'forgotten' }))
    const after = leftSince(before, await takeInventory(emulator.endpoint))
    expect(after.filter(({ reason }) => reason === null)).toEqual([])
    s3.destroy()
  })

  it('empties a bucket whose last version of a key is a delete marker', async () => {
    const s3 = s3Client(emulator)
    const Bucket = 'states'
    await s3.send(new CreateBucketCommand({ Bucket }))
    const VersioningConfiguration = { Status: 'Enabled' as const }
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }))
    const Key = 'lock'
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))
    const marker = await s3.send(new DeleteObjectCommand({ Bucket, Key }))
    const Objects = [
      { Key, VersionId },
      { Key, VersionId: marker.VersionId },
    ]
    const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
    expect(Deleted).toHaveLength(2)
    await s3.send(new DeleteBucketCommand({ Bucket }))
    s3.destroy()
  })

  it('keeps nothing of a zone that is gone', async () => {
    const before = await takeInventory(emulator.endpoint)
    const ask = (path: string, init: { method: string; body?: string }): Promise<Response> =>
      fetch(`${emulator.endpoint}/2013-04-01/hostedzone${path}`, {
        ...init,
        headers: { authorization: signed('route53') },
      })
    const body = `<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>x.example</Name><CallerReference>x</CallerReference></CreateHostedZoneRequest>`
    const made = await (await ask('', { method: 'POST', body })).text()
    const id = tag(made, 'Id').replace('/hostedzone', '')
    expect((await ask(id, { method: 'DELETE' })).status).toBe(200)
    expect(leftSince(before, await takeInventory(emulator.endpoint))).toEqual([])
  })

  it('writes a redrive policy as AWS does, and keeps who may use a dead letter queue', async () => {
    const sqs = new SQSClient({ endpoint: emulator.endpoint, region, credentials })
    const RedrivePolicy = `{"deadLetterTargetArn":"arn:aws:sqs:${region}:123456789012:dead","maxReceiveCount":5}`
    const RedriveAllowPolicy = '{"redrivePermission":"allowAll"}'
    await sqs.send(new CreateQueueCommand({ QueueName: 'dead', Attributes: { RedriveAllowPolicy } }))
    const made = await sqs.send(new CreateQueueCommand({ QueueName: 'work', Attributes: { RedrivePolicy } }))
    const attributesOf = async (QueueUrl: string | undefined) =>
      (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))).Attributes
    expect(await attributesOf(made.QueueUrl)).toMatchObject({ RedrivePolicy })
    expect(await attributesOf(made.QueueUrl?.replace('work', 'dead'))).toMatchObject({ RedriveAllowPolicy })
    sqs.destroy()
  })

  it('keeps the tags of an identity where AWS has them', async () => {
    const ses = new SESv2Client({ endpoint: emulator.endpoint, region, credentials })
    const Tags = [{ Key: 'system', Value: 'aiuteur' }]
    await ses.send(new CreateEmailIdentityCommand({ EmailIdentity: 'dev.aiuteur.example', Tags }))
    const ResourceArn = `arn:aws:ses:${region}:123456789012:identity/dev.aiuteur.example`
    expect((await ses.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags).toEqual(Tags)
    ses.destroy()
  })

  it('keeps the members of a Redis group, and lets go of the group and of its users only in order', async () => {
    const redis = (Action: string, input: Record<string, string>): Promise<string> =>
      query('elasticache', { Action, Version: '2015-02-02', ...input })
    const user = { UserId: 'off', UserName: 'default', Engine: 'redis', AccessString: 'off' }
    await redis('CreateUser', { ...user, NoPasswordRequired: 'true' })
    await expect(redis('CreateUserGroup', { UserGroupId: 'none', Engine: 'redis' })).rejects.toThrow(
      'DefaultUserRequired',
    )
    const group = { UserGroupId: 'users', Engine: 'redis', 'UserIds.member.1': 'off' }
    await redis('CreateUserGroup', group)
    const made = await redis('CreateReplicationGroup', {
      ReplicationGroupId: 'chat',
      ReplicationGroupDescription: 'chat',
      Engine: 'redis',
      EngineVersion: '7.1',
      NumCacheClusters: '2',
      'UserGroupIds.member.1': 'users',
    })
    expect(made.match(/<ClusterId>[^<]+/g)).toEqual(['<ClusterId>chat-001', '<ClusterId>chat-002'])
    const member = await redis('DescribeCacheClusters', { CacheClusterId: 'chat-002' })
    expect(tag(member, 'EngineVersion')).toBe('7.1.0')
    await expect(redis('DeleteUserGroup', { UserGroupId: 'users' })).rejects.toThrow('InvalidUserGroupState')
    await redis('DeleteReplicationGroup', { ReplicationGroupId: 'chat' })
    await expect(redis('DescribeCacheClusters', { CacheClusterId: 'chat-002' })).rejects.toThrow('NotFound')
    await redis('DeleteUserGroup', { UserGroupId: 'users' })
  })

  it('keeps what a security group rule for another group is for', async () => {
    const ec2 = (Action: string, input: Record<string, string>): Promise<string> =>
      query('ec2', { Action, Version: '2016-11-15', ...input })
    const made = await ec2('CreateSecurityGroup', { GroupName: 'g', GroupDescription: 'g' })
    const GroupId = tag(made, 'groupId')
    const rule = { 'IpPermissions.1.IpProtocol': 'tcp', 'IpPermissions.1.FromPort': '5432' }
    await ec2('AuthorizeSecurityGroupIngress', {
      GroupId,
      ...rule,
      'IpPermissions.1.ToPort': '5432',
      'IpPermissions.1.Groups.1.GroupId': GroupId,
      'IpPermissions.1.Groups.1.Description': 'PostgreSQL from tasks',
    })
    const filter = { 'Filter.1.Name': 'group-id', 'Filter.1.Value.1': GroupId }
    expect(await ec2('DescribeSecurityGroupRules', filter)).toContain('PostgreSQL from tasks')
  })

  it('turns on the features of a detector one by one', async () => {
    const guardDuty = async (method: string, path: string, input?: object): Promise<unknown> => {
      const body = input === undefined ? {} : { body: JSON.stringify(input) }
      const headers = { authorization: signed('guardduty'), 'content-type': 'application/json' }
      const response = await fetch(`${emulator.endpoint}/${path}`, { method, headers, ...body })
      return JSON.parse(await response.text())
    }
    const { detectorId } = (await guardDuty('POST', 'detector', { enable: true })) as { detectorId: string }
    const enable = (name: string): Promise<unknown> =>
      guardDuty('POST', `detector/${detectorId}`, { features: [{ name, status: 'ENABLED' }] })
    await enable('S3_DATA_EVENTS')
    await enable('RDS_LOGIN_EVENTS')
    const { features } = (await guardDuty('GET', `detector/${detectorId}`)) as {
      features: { name: string; status: string }[]
    }
    const enabled = features.filter(({ status }) => status === 'ENABLED').map(({ name }) => name)
    expect(enabled).toEqual(expect.arrayContaining(['S3_DATA_EVENTS', 'RDS_LOGIN_EVENTS']))
    expect(enabled).not.toContain('RUNTIME_MONITORING')
  })

  it('publishes a function of CloudFront, and does not give up a key value store that it uses', async () => {
    const store = tag(
      await cloudfront(
        emulator,
        'key-value-store',
        '<CreateKeyValueStoreRequest><Name>release</Name></CreateKeyValueStoreRequest>',
      ),
      'ARN',
    )
    const uses = `<KeyValueStoreAssociations><Items><KeyValueStoreAssociation><KeyValueStoreARN>${store}</KeyValueStoreARN></KeyValueStoreAssociation></Items></KeyValueStoreAssociations>`
    const config = `<FunctionConfig><Comment>c</Comment><Runtime>cloudfront-js-2.0</Runtime>${uses}</FunctionConfig>`
    const code = Buffer.from('function handler() {}').toString('base64')
    const request = `<CreateFunctionRequest><Name>spa</Name>${config}<FunctionCode>${code}</FunctionCode></CreateFunctionRequest>`
    await cloudfront(emulator, 'function', request)
    const live = 'function/spa/describe?Stage=LIVE'
    await expect(cloudfront(emulator, live)).rejects.toThrow('NoSuchFunctionExists')
    await cloudfront(emulator, 'function/spa/publish', '<x/>')
    expect(tag(await cloudfront(emulator, live), 'Stage')).toBe('LIVE')
    const deleting = { method: 'DELETE', headers: { authorization: signed('cloudfront') } }
    const path = `${emulator.endpoint}/2020-05-31/key-value-store/release`
    expect((await fetch(path, deleting)).status).toBe(409)
  })
})
