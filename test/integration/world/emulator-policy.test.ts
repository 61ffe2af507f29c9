import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { bucketPolicy } from '../../../cdktf/config/bucket-policy'
import type { Emulator } from '../../../scripts/rehearsal/emulator/emulator'
import { createEmulator, s3Client } from '../../helpers/emulator'

const DISTRIBUTION = 'arn:aws:cloudfront::123456789012:distribution/E123'
const denied: unknown = expect.objectContaining({ name: 'AccessDenied' })

describe('bucket policies in the emulator', () => {
  let emulator: Emulator
  let s3: S3Client
  let Bucket: string
  let count = 0

  const setPolicy = (policy: object) =>
    s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policy) }))
  const asService = (sourceArn: string, key = 'kept') =>
    fetch(`${emulator.endpoint}/${Bucket}/${key}`, {
      headers: { 'x-emulator-service': JSON.stringify({ service: 'cloudfront.amazonaws.com', sourceArn }) },
    })

  beforeAll(async () => {
    emulator = await createEmulator()
    s3 = s3Client(emulator)
  })
  afterAll(async () => {
    s3.destroy()
    await emulator.stop()
  })
  beforeEach(async () => {
    Bucket = `policy-${String((count += 1))}`
    await s3.send(new CreateBucketCommand({ Bucket }))
    await s3.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'bytes' }))
  })

  it('let everybody of the account work while nothing is denied', async () => {
    await setPolicy(bucketPolicy({ bucket: Bucket, distributionArn: DISTRIBUTION, fence: false }))
    await expect(s3.send(new PutObjectCommand({ Bucket, Key: 'new', Body: 'x' }))).resolves.toBeDefined()
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'new' }))).resolves.toBeDefined()
    await expect(s3.send(new DeleteObjectCommand({ Bucket, Key: 'new' }))).resolves.toBeDefined()
  })

  it('refuse every kind of write behind the fence, and still let objects be read', async () => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }))
    const part = { Bucket, Key: 'parts', UploadId, PartNumber: 1 }
    const { ETag } = await s3.send(new UploadPartCommand({ ...part, Body: 'before the fence' }))
    const presigned = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'presigned' }))
    await setPolicy(bucketPolicy({ bucket: Bucket, distributionArn: DISTRIBUTION, fence: true }))

    await expect(s3.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'x' }))).rejects.toEqual(denied)
    await expect(s3.send(new DeleteObjectCommand({ Bucket, Key: 'kept' }))).rejects.toEqual(denied)
    await expect(s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'p' }))).rejects.toEqual(denied)
    await expect(s3.send(new UploadPartCommand({ ...part, Body: 'x' }))).rejects.toEqual(denied)
    const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] }
    const complete = new CompleteMultipartUploadCommand({ Bucket, Key: 'parts', UploadId, MultipartUpload })
    await expect(s3.send(complete)).rejects.toEqual(denied)
    const { Errors } = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'kept' }] } }),
    )
    expect(Errors).toEqual([expect.objectContaining({ Key: 'kept', Code: 'AccessDenied' })])
    expect((await fetch(presigned, { method: 'PUT', body: 'x' })).status).toBe(403)

    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }))
    expect(Contents?.map(({ Key }) => Key)).toEqual(['kept'])
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'kept' }))
    expect(await Body?.transformToString()).toBe('bytes')
  })

  it('let the named distribution read, no other one, and no missing key be told from a forbidden one', async () => {
    expect((await asService(DISTRIBUTION)).status).toBe(403)
    await setPolicy(bucketPolicy({ bucket: Bucket, distributionArn: DISTRIBUTION, fence: false }))
    const answer = await asService(DISTRIBUTION)
    expect([answer.status, await answer.text()]).toEqual([200, 'bytes'])
    expect((await asService(`${DISTRIBUTION}4`)).status).toBe(403)
    expect((await asService(DISTRIBUTION, 'missing')).status).toBe(403)
  })

  it('let nobody in without a signature, unless a public policy is not blocked', async () => {
    const anonymous = () => fetch(`${emulator.endpoint}/${Bucket}/kept`)
    expect((await anonymous()).status).toBe(403)
    expect((await fetch(`${emulator.endpoint}/${Bucket}`)).status).toBe(403)
    expect((await fetch(`${emulator.endpoint}/${Bucket}/new`, { method: 'PUT', body: 'x' })).status).toBe(403)
    await setPolicy({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` },
      ],
    })
    expect((await anonymous()).status).toBe(200)
    const PublicAccessBlockConfiguration = { RestrictPublicBuckets: true, BlockPublicPolicy: true }
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }))
    expect((await anonymous()).status).toBe(403)
  })

  it('serve a presigned URL only in its time', async () => {
    const url = (signingDate: Date) =>
      getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'kept' }), { expiresIn: 60, signingDate })
    expect((await fetch(await url(new Date()))).status).toBe(200)
    expect((await fetch(await url(new Date(Date.now() - 3_600_000)))).status).toBe(403)
  })

  it('tell callers apart by their role', async () => {
    const RoleArn = 'arn:aws:iam::123456789012:role/migrator'
    await setPolicy({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:Put*',
          Resource: `arn:aws:s3:::${Bucket}/*`,
          Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/migrator' } },
        },
      ],
    })
    const { env, endpoint } = emulator
    const credentials = { accessKeyId: env.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: 'x' }
    const sts = new STSClient({ endpoint, region: 'us-east-1', credentials })
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }))
    sts.destroy()
    const migrator = s3Client(emulator, {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    })
    const put = () => new PutObjectCommand({ Bucket, Key: 'by-role', Body: 'x' })
    await expect(s3.send(put())).rejects.toEqual(denied)
    await expect(migrator.send(put())).resolves.toBeDefined()
    migrator.destroy()
  })
})
