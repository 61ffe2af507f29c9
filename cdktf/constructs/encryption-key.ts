import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias'
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key'
import type { TerraformProvider } from 'cdktf'
import { Construct } from 'constructs'

export interface EncryptionKeyProps {
  readonly description: string
  /** Without `alias/`. */
  readonly alias: string
  readonly accountId: string
  /** Distributions of this account decrypt objects of their bucket. @default false */
  readonly readByDistributions?: boolean
  /** Services that send to an encrypted topic or queue, such as cloudwatch.amazonaws.com. @default none */
  readonly usedByServices?: readonly string[]
  /** Rules of EventBridge send to an encrypted topic. @default false */
  readonly usedByEventRules?: boolean
  /** CloudWatch Logs of this region encrypts log groups of this account. @default no log group may use the key */
  readonly usedByLogsOf?: string
  /** Log groups elsewhere need a key there. @default the stack's provider */
  readonly provider?: TerraformProvider
}

/** Longest that AWS offers: time to notice that the wrong key was deleted. */
const DELETION_WINDOW_DAYS = 30

/** A key with yearly rotation. Who may use it is decided by IAM in this account, and by the statements below. */
export class EncryptionKey extends Construct {
  readonly key: KmsKey

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id)
    const where = props.provider === undefined ? {} : { provider: props.provider }
    this.key = new KmsKey(this, 'key', {
      ...where,
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: JSON.stringify({ Version: '2012-10-17', Statement: keyStatements(props) }),
      lifecycle: { preventDestroy: true },
    })
    new KmsAlias(this, 'alias', { ...where, name: `alias/${props.alias}`, targetKeyId: this.key.keyId })
  }
}

function keyStatements({
  accountId,
  readByDistributions = false,
  usedByServices = [],
  usedByEventRules = false,
  usedByLogsOf,
}: EncryptionKeyProps): object[] {
  return [
    {
      Sid: 'AccountDecidesByIam',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${accountId}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
    ...(readByDistributions ? [distributionsRead(accountId)] : []),
    ...(usedByServices.length > 0 ? [servicesPublish(accountId, usedByServices)] : []),
    ...(usedByEventRules ? [eventRulesPublish()] : []),
    ...(usedByLogsOf === undefined ? [] : [logsEncrypt(accountId, usedByLogsOf)]),
  ]
}

function distributionsRead(accountId: string): object {
  return {
    Sid: 'DistributionsRead',
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action: 'kms:Decrypt',
    Resource: '*',
    // The key is older than the distributions, so their ids cannot stand here.
    Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:cloudfront::${accountId}:distribution/*` } },
  }
}

function servicesPublish(accountId: string, services: readonly string[]): object {
  return {
    Sid: 'ServicesPublish',
    Effect: 'Allow',
    Principal: { Service: services },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Resource: '*',
    Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
  }
}

/**
 * No condition on the source: EventBridge names none when it publishes to an encrypted topic, and would be refused.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
function eventRulesPublish(): object {
  return {
    Sid: 'EventRulesPublish',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Resource: '*',
  }
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
function logsEncrypt(accountId: string, region: string): object {
  return {
    Sid: 'LogsEncrypt',
    Effect: 'Allow',
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    Resource: '*',
    Condition: {
      ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${accountId}:log-group:*` },
    },
  }
}
