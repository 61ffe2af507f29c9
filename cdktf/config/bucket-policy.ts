import { denyPlainHttp, policyDocument, type PolicyDocument, type PolicyStatement } from './policy-document'

/** Sid of the statement that keeps every writer out of a bucket that no longer serves. */
export const FENCE_SID = 'SupabaseToAwsFence'

/** What changes the content of a bucket. Reading, listing and policies stay possible, so the fence can be lifted. */
const FENCED_ACTIONS = [
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:PutObject',
  's3:PutObjectTagging',
  's3:ReplicateObject',
  's3:RestoreObject',
] as const

export interface BucketPolicyProps {
  /** Name of the bucket. */
  bucket: string
  /** The distribution that reads a public bucket. @default none: nobody reads through CloudFront */
  distributionArn?: string
  /** Deny writes to everyone, whatever their own permissions say. */
  fence: boolean
}

/**
 * Policy of a bucket that holds an app's objects. The one source for Terraform and for the engine, which sets the same
 * document at once when it fences; Terraform must find nothing to change afterwards.
 */
export function bucketPolicy({ bucket, distributionArn, fence }: BucketPolicyProps): PolicyDocument {
  const arn = `arn:aws:s3:::${bucket}`
  return policyDocument(
    denyPlainHttp(arn),
    ...(distributionArn === undefined ? [] : [allowDistribution(arn, distributionArn)]),
    ...(fence ? [denyWrites(arn)] : []),
  )
}

function allowDistribution(bucketArn: string, distributionArn: string): PolicyStatement {
  return {
    Sid: 'AllowDistributionToRead',
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    // Not s3:ListBucket: CloudFront would answer a request for `/` with the list of keys.
    Action: 's3:GetObject',
    Resource: `${bucketArn}/*`,
    Condition: { StringEquals: { 'AWS:SourceArn': distributionArn } },
  }
}

function denyWrites(bucketArn: string): PolicyStatement {
  return {
    Sid: FENCE_SID,
    Effect: 'Deny',
    Principal: '*',
    Action: FENCED_ACTIONS,
    Resource: `${bucketArn}/*`,
  }
}
