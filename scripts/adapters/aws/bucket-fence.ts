import { GetBucketPolicyCommand, PutBucketPolicyCommand, type S3Client } from '@aws-sdk/client-s3'
import { bucketPolicy, FENCE_SID } from '../../../cdktf/config/bucket-policy'
import type { Fence } from '../ports'
import { awsFailed } from './errors'

export interface FencedBucket {
  bucket: string
  /** The distribution that may read it; undefined for a private bucket. */
  distributionArn?: string
}

/**
 * The fence on the S3 side: a bucket policy that denies every write to everybody. It is the very document that the
 * storage stack has for `storage_fence = true`, so the next apply agrees with it.
 */
export function bucketFence(s3: S3Client, buckets: readonly FencedBucket[]): Fence {
  const set = async (fence: boolean): Promise<void> => {
    for (const bucket of buckets) {
      const policy = JSON.stringify(bucketPolicy({ ...bucket, fence }))
      await awsFailed(`set the policy of ${bucket.bucket}`, () =>
        s3.send(new PutBucketPolicyCommand({ Bucket: bucket.bucket, Policy: policy })),
      )
    }
  }
  return {
    close: () => set(true),
    open: () => set(false),
    isClosed: async () => {
      const policies = await Promise.all(buckets.map(({ bucket }) => policyOf(s3, bucket)))
      return policies.every((policy) => policy.includes(FENCE_SID))
    },
  }
}

async function policyOf(s3: S3Client, bucket: string): Promise<string> {
  const answer = await awsFailed(`read the policy of ${bucket}`, () =>
    s3.send(new GetBucketPolicyCommand({ Bucket: bucket })),
  )
  return answer.Policy ?? ''
}
