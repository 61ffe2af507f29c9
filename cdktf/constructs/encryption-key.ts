import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias'
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key'
import { Construct } from 'constructs'

export interface EncryptionKeyProps {
  readonly description: string
  /** Without `alias/`. */
  readonly alias: string
  readonly accountId: string
  /** Distributions of this account decrypt objects of their bucket. @default false */
  readonly readByDistributions?: boolean
  /** Services that send to an encrypted topic, such as cloudwatch.amazonaws.com. @default none */
  readonly usedByServices?: readonly string[]
}

/** Longest that AWS offers: time to notice that the wrong key was deleted. */
const DELETION_WINDOW_DAYS = 30

/** A key with yearly rotation. Who may use it is decided by IAM in this account, and by the two statements below. */
export class EncryptionKey extends Construct {
  readonly key: KmsKey

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id)
    this.key = new KmsKey(this, 'key', {
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: JSON.stringify({ Version: '2012-10-17', Statement: keyStatements(props) }),
      lifecycle: { preventDestroy: true },
    })
    new KmsAlias(this, 'alias', { name: `alias/${props.alias}`, targetKeyId: this.key.keyId })
  }
}

function keyStatements({
  accountId,
  readByDistributions = false,
  usedByServices = [],
}: EncryptionKeyProps): object[] {
  const statements: object[] = [
    {
      Sid: 'AccountDecidesByIam',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${accountId}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
  ]
  if (readByDistributions) {
    statements.push({
      Sid: 'DistributionsRead',
      Effect: 'Allow',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: 'kms:Decrypt',
      Resource: '*',
      // The key is older than the distributions, so their ids cannot stand here.
      Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:cloudfront::${accountId}:distribution/*` } },
    })
  }
  if (usedByServices.length > 0) {
    statements.push({
      Sid: 'ServicesPublish',
      Effect: 'Allow',
      Principal: { Service: usedByServices },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
    })
  }
  return statements
}
