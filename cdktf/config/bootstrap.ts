import { applyPermissions, managedApplyPermissions } from './apply-permissions'
import {
  applyRoleTrust,
  GITHUB_AUDIENCE,
  GITHUB_ISSUER,
  githubProviderArn,
  planRoleTrust,
} from './github-trust'
import { boundaryPermissions } from './permissions/boundary'
import {
  applyRoleName,
  backupBucketName,
  boundaryName,
  journalTableName,
  logBucketName,
  planRoleName,
  policyArn,
  prefix,
  stateBucketName,
  tags,
} from './names'
import { planPermissions } from './plan-permissions'
import { denyPlainHttp, policyDocument, type PolicyDocument } from './policy-document'
import type { Target } from './target'

// What must be there before Terraform can run: where its state lives, who may run it, where runs are recorded, and the
// bucket that takes the backup of the source. `migrate bootstrap` makes it, the foundation stack imports it; both read
// this file, so the first plan changes nothing.

/** A bucket of our own, apart from those that hold an app's objects. */
export interface OwnBucket {
  readonly name: string
  /**
   * `aws:kms` is the account's own S3 key. No key of ours: state and backup must stay readable when that key is lost.
   * `AES256` for the log bucket: S3 does not deliver access logs to a bucket under KMS.
   */
  readonly sseAlgorithm: 'aws:kms' | 'AES256'
  readonly policy: PolicyDocument
  /** Where its access logs go. Absent for the log bucket itself. */
  readonly accessLogs?: { readonly bucket: string; readonly prefix: string }
  readonly lifecycleRule: OwnLifecycleRule
}

export interface OwnLifecycleRule {
  readonly id: string
  readonly abortIncompleteMultipartUploadDays: number
  readonly noncurrentVersionExpirationDays: number
  /** @default objects are kept */
  readonly expirationDays?: number
}

export interface BootstrapRole {
  readonly name: string
  readonly description: string
  readonly trust: PolicyDocument
  readonly permissions: PolicyDocument
  readonly policyName: string
  /** Attached beside the inline policy. */
  readonly managedPolicies: readonly BootstrapPolicy[]
  readonly maxSessionSeconds: number
}

export interface BootstrapPolicy {
  readonly arn: string
  readonly name: string
  readonly description: string
  readonly document: PolicyDocument
}

export interface Bootstrap {
  readonly buckets: { readonly state: OwnBucket; readonly logs: OwnBucket; readonly backup: OwnBucket }
  readonly journalTable: { readonly name: string; readonly hashKey: string; readonly rangeKey: string }
  readonly githubProvider: {
    readonly arn: string
    readonly url: string
    readonly clientIds: readonly string[]
  }
  /** Managed policy that bounds the role of every service. */
  readonly boundary: BootstrapPolicy
  readonly roles: { readonly plan: BootstrapRole; readonly apply: BootstrapRole }
  readonly tags: Readonly<Record<string, string>>
}

const HOUR_SECONDS = 3600
/** GitHub ends a job after six hours; a copy may take that long. */
const APPLY_SESSION_SECONDS = 6 * HOUR_SECONDS

const STATE_VERSIONS_DAYS = 365
const BACKUP_VERSIONS_DAYS = 90
/** Access logs answer "who read this" for a year. */
const LOG_DAYS = 365

/** Describes what `migrate bootstrap` makes for one target. Pure. */
export function describeBootstrap(t: Target): Bootstrap {
  return {
    buckets: {
      state: ownBucket(t, stateBucketName(t), STATE_VERSIONS_DAYS),
      logs: logBucket(t),
      backup: ownBucket(t, backupBucketName(t), BACKUP_VERSIONS_DAYS),
    },
    journalTable: { name: journalTableName(t), hashKey: 'pk', rangeKey: 'sk' },
    githubProvider: {
      arn: githubProviderArn(t),
      url: `https://${GITHUB_ISSUER}`,
      clientIds: [GITHUB_AUDIENCE],
    },
    boundary: managedPolicy(t, {
      name: boundaryName(t),
      description: `Most that a service of ${t.name} may do`,
      document: boundaryPermissions(t),
    }),
    roles: {
      plan: {
        name: planRoleName(t),
        description: 'Pull requests read settings and state to make a plan',
        trust: planRoleTrust(t),
        permissions: planPermissions(t),
        policyName: 'plan',
        managedPolicies: [],
        maxSessionSeconds: HOUR_SECONDS,
      },
      apply: {
        name: applyRoleName(t),
        description: 'Approved jobs apply plans and run phases',
        trust: applyRoleTrust(t),
        permissions: applyPermissions(t),
        policyName: 'apply',
        managedPolicies: Object.entries(managedApplyPermissions(t)).map(([part, document]) =>
          managedPolicy(t, {
            name: `${applyRoleName(t)}-${part}`,
            description: 'Part of what approved jobs may do',
            document,
          }),
        ),
        maxSessionSeconds: APPLY_SESSION_SECONDS,
      },
    },
    tags: tags(t),
  }
}

function managedPolicy(t: Target, policy: Omit<BootstrapPolicy, 'arn'>): BootstrapPolicy {
  return { ...policy, arn: policyArn(t, policy.name) }
}

function ownBucket(t: Target, name: string, noncurrentVersionExpirationDays: number): OwnBucket {
  return {
    name,
    sseAlgorithm: 'aws:kms',
    policy: policyDocument(denyPlainHttp(`arn:aws:s3:::${name}`)),
    accessLogs: { bucket: logBucketName(t), prefix: `s3/${name}/` },
    lifecycleRule: { id: 'tidy', abortIncompleteMultipartUploadDays: 7, noncurrentVersionExpirationDays },
  }
}

function logBucket(t: Target): OwnBucket {
  const name = logBucketName(t)
  const arn = `arn:aws:s3:::${name}`
  const fromThisAccount = { StringEquals: { 'aws:SourceAccount': t.environment.accountId } }
  return {
    name,
    sseAlgorithm: 'AES256',
    policy: policyDocument(
      denyPlainHttp(arn),
      {
        Sid: 'S3AccessLogs',
        Effect: 'Allow',
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `${arn}/s3/*`,
        Condition: { ...fromThisAccount, ArnLike: { 'aws:SourceArn': `arn:aws:s3:::${prefix(t)}-*` } },
      },
      {
        Sid: 'DistributionLogs',
        Effect: 'Allow',
        Principal: { Service: 'delivery.logs.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `${arn}/cloudfront/*`,
        Condition: fromThisAccount,
      },
      {
        Sid: 'LoadBalancerLogs',
        Effect: 'Allow',
        Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `${arn}/alb/*`,
        // By ARN, as AWS's guide has it: ELB tries to write before it accepts the bucket.
        // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
        Condition: {
          ArnLike: {
            'aws:SourceArn': `arn:aws:elasticloadbalancing:${t.environment.region}:${t.environment.accountId}:loadbalancer/*`,
          },
        },
      },
    ),
    lifecycleRule: {
      id: 'tidy',
      abortIncompleteMultipartUploadDays: 7,
      noncurrentVersionExpirationDays: 30,
      expirationDays: LOG_DAYS,
    },
  }
}
