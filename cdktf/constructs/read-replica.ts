import { DbInstance, type DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance'
import { Construct } from 'constructs'
import { PostgresLogs } from './postgres-logs'

export interface ReadReplicaProps extends Omit<Partial<DbInstanceConfig>, 'kmsKeyId'> {
  readonly identifier: string
  readonly instanceClass: string
  readonly source: DbInstance
  /** For its logs; its disk is under the key of its source. */
  readonly kmsKeyArn: string
}

/**
 * A copy that answers reads. It holds nothing of its own: version, disk, key, users and subnets are its source's, it has no
 * backups and no last snapshot, and it may be removed and made again at any time.
 */
export class ReadReplica extends Construct {
  readonly instance: DbInstance

  constructor(scope: Construct, id: string, { source, kmsKeyArn, ...props }: ReadReplicaProps) {
    super(scope, id)
    this.instance = new DbInstance(this, 'instance', {
      ...props,
      ...new PostgresLogs(this, 'logs', { identifier: props.identifier, kmsKeyArn }).settings,
      replicateSourceDb: source.identifier,
      networkType: 'DUAL',
      storageEncrypted: true,
      skipFinalSnapshot: true,
    })
  }
}
