import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket'
import { S3BucketCorsConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-cors-configuration'
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration'
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging'
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls'
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy'
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block'
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration'
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning'
import type { TerraformResource } from 'cdktf'
import { Construct } from 'constructs'

export interface BucketCorsRule {
  readonly allowedOrigins: string[]
  readonly allowedMethods: string[]
  readonly allowedHeaders: string[]
  readonly exposeHeaders: string[]
  readonly maxAgeSeconds: number
}

export interface BucketLifecycleRule {
  readonly id: string
  readonly abortIncompleteMultipartUploadDays: number
  readonly noncurrentVersionExpirationDays: number
  /** @default objects stay in S3 Standard */
  readonly intelligentTieringAfterDays?: number | undefined
  /** @default objects are kept */
  readonly expirationDays?: number | undefined
}

export interface PrivateBucketProps {
  readonly bucket: string
  readonly lifecycleRule: BucketLifecycleRule
  /** Key for the objects. @default the account's own S3 key */
  readonly kmsKeyArn?: string
  /** @default 'aws:kms' */
  readonly sseAlgorithm?: 'aws:kms' | 'AES256'
  /** Where access logs go. @default none: a log bucket does not log itself */
  readonly accessLogs?: { readonly bucket: string; readonly prefix: string } | undefined
  /** @default no browser may use it */
  readonly corsRules?: readonly BucketCorsRule[]
  /** The bucket exists: take it and its settings into the state. @default false */
  readonly importExisting?: boolean
}

/**
 * A bucket that nobody reads without permission: encrypted, versioned, all public access blocked, no ACLs, logged,
 * tidied up, protected from destruction. Its policy comes by `attachPolicy`, since it may name what reads the bucket.
 */
export class PrivateBucket extends Construct {
  readonly bucket: S3Bucket
  private readonly props: PrivateBucketProps

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id)
    this.props = props
    this.bucket = this.take(
      new S3Bucket(this, 'bucket', { bucket: props.bucket, lifecycle: { preventDestroy: true } }),
    )
    // First after the bucket: the provider watches a new lifecycle for 55 s, whatever else is done meanwhile.
    this.addLifecycle(props.lifecycleRule)
    this.addProtection()
    this.addEncryption()
    if (props.accessLogs !== undefined) this.addAccessLogs(props.accessLogs)
    if (props.corsRules !== undefined && props.corsRules.length > 0) this.addCors(props.corsRules)
  }

  /** `policy` is a JSON document, or an expression that gives one. */
  attachPolicy(policy: string): void {
    this.take(new S3BucketPolicy(this, 'policy', { bucket: this.bucket.id, policy }))
  }

  private addLifecycle(rule: BucketLifecycleRule): void {
    const { expirationDays, intelligentTieringAfterDays } = rule
    this.take(
      new S3BucketLifecycleConfiguration(this, 'lifecycle', {
        bucket: this.bucket.id,
        rule: [
          {
            id: rule.id,
            status: 'Enabled',
            filter: [{ prefix: '' }],
            abortIncompleteMultipartUpload: [
              { daysAfterInitiation: rule.abortIncompleteMultipartUploadDays },
            ],
            noncurrentVersionExpiration: [{ noncurrentDays: rule.noncurrentVersionExpirationDays }],
            ...(expirationDays === undefined ? {} : { expiration: [{ days: expirationDays }] }),
            ...(intelligentTieringAfterDays === undefined
              ? {}
              : { transition: [{ days: intelligentTieringAfterDays, storageClass: 'INTELLIGENT_TIERING' }] }),
          },
        ],
      }),
    )
  }

  private addProtection(): void {
    const bucket = this.bucket.id
    this.take(
      new S3BucketPublicAccessBlock(this, 'public-access-block', {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      }),
    )
    this.take(
      new S3BucketOwnershipControls(this, 'ownership', {
        bucket,
        rule: { objectOwnership: 'BucketOwnerEnforced' },
      }),
    )
    this.take(
      new S3BucketVersioningA(this, 'versioning', { bucket, versioningConfiguration: { status: 'Enabled' } }),
    )
  }

  private addEncryption(): void {
    const { kmsKeyArn, sseAlgorithm = 'aws:kms' } = this.props
    this.take(
      new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
        bucket: this.bucket.id,
        rule: [
          {
            applyServerSideEncryptionByDefault: {
              sseAlgorithm,
              ...(kmsKeyArn === undefined ? {} : { kmsMasterKeyId: kmsKeyArn }),
            },
            // One call to KMS for many objects, instead of one for each.
            bucketKeyEnabled: sseAlgorithm === 'aws:kms',
          },
        ],
      }),
    )
  }

  private addAccessLogs({ bucket, prefix }: { readonly bucket: string; readonly prefix: string }): void {
    this.take(
      new S3BucketLoggingA(this, 'access-logs', {
        bucket: this.bucket.id,
        targetBucket: bucket,
        targetPrefix: prefix,
      }),
    )
  }

  private addCors(corsRules: readonly BucketCorsRule[]): void {
    const corsRule = corsRules.map((rule) => ({ ...rule }))
    this.take(new S3BucketCorsConfiguration(this, 'cors', { bucket: this.bucket.id, corsRule }))
  }

  /** Every one of these resources is imported by the bucket's name. */
  private take<T extends TerraformResource>(resource: T): T {
    if (this.props.importExisting === true) resource.importFrom(this.props.bucket)
    return resource
  }
}
