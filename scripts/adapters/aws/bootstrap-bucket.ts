import {
  CreateBucketCommand,
  HeadBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type BucketLocationConstraint,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { OwnBucket, OwnLifecycleRule } from '../../../cdktf/config/bootstrap'
import { awsFailed, isMissing } from './errors'

export interface EnsureBucket {
  bucket: OwnBucket
  region: string
  accountId: string
  tags: Readonly<Record<string, string>>
}

/** The region that S3 does not take as a location. */
const DEFAULT_LOCATION = 'us-east-1'

/** Returns true if the bucket was made. Its settings are put either way: S3 takes the same ones twice. */
export async function ensureBucket(
  s3: S3Client,
  { bucket, region, accountId, tags }: EnsureBucket,
): Promise<boolean> {
  const made = await awsFailed(`make the bucket ${bucket.name}`, async () => {
    if (await exists(s3, bucket.name, accountId)) return false
    await s3.send(new CreateBucketCommand({ Bucket: bucket.name, ...location(region) }))
    return true
  })
  await awsFailed(`set up the bucket ${bucket.name}`, () => putSettings(s3, bucket, tags))
  return made
}

async function exists(s3: S3Client, name: string, accountId: string): Promise<boolean> {
  try {
    // A bucket of that name in another account answers 403: names are global.
    await s3.send(new HeadBucketCommand({ Bucket: name, ExpectedBucketOwner: accountId }))
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

function location(region: string) {
  if (region === DEFAULT_LOCATION) return {}
  // Safe: the schema admits region names only, and S3 refuses one it does not know.
  return { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } }
}

async function putSettings(s3: S3Client, bucket: OwnBucket, tags: EnsureBucket['tags']): Promise<void> {
  const Bucket = bucket.name
  // First what closes the bucket.
  await s3.send(
    new PutPublicAccessBlockCommand({
      Bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    }),
  )
  await s3.send(
    new PutBucketOwnershipControlsCommand({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    }),
  )
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(bucket.policy) }))
  await s3.send(
    new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: encryption(bucket) }),
  )
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  await s3.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket,
      LifecycleConfiguration: lifecycle(bucket.lifecycleRule),
    }),
  )
  await s3.send(
    new PutBucketTaggingCommand({
      Bucket,
      Tagging: { TagSet: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
    }),
  )
  if (bucket.accessLogs === undefined) return
  const { bucket: TargetBucket, prefix: TargetPrefix } = bucket.accessLogs
  await s3.send(
    new PutBucketLoggingCommand({
      Bucket,
      BucketLoggingStatus: { LoggingEnabled: { TargetBucket, TargetPrefix } },
    }),
  )
}

function encryption({ sseAlgorithm }: OwnBucket) {
  return {
    Rules: [
      {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: sseAlgorithm },
        BucketKeyEnabled: sseAlgorithm === 'aws:kms',
      },
    ],
  }
}

function lifecycle(rule: OwnLifecycleRule) {
  return {
    Rules: [
      {
        ID: rule.id,
        Status: 'Enabled' as const,
        Filter: { Prefix: '' },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: rule.abortIncompleteMultipartUploadDays },
        NoncurrentVersionExpiration: { NoncurrentDays: rule.noncurrentVersionExpirationDays },
        ...(rule.expirationDays === undefined ? {} : { Expiration: { Days: rule.expirationDays } }),
      },
    ],
  }
}
