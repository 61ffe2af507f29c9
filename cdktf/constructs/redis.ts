import { ElasticacheReplicationGroup } from '@cdktf/provider-aws/lib/elasticache-replication-group'
import { ElasticacheSubnetGroup } from '@cdktf/provider-aws/lib/elasticache-subnet-group'
import { ElasticacheUser } from '@cdktf/provider-aws/lib/elasticache-user'
import { ElasticacheUserGroup } from '@cdktf/provider-aws/lib/elasticache-user-group'
import { Construct } from 'constructs'
import { LogGroup } from './log-group'
import type { SecurityGroup } from './security-group'

export interface RedisProps {
  /** At most 35 characters, so that the names made from it fit. */
  readonly replicationGroupId: string
  readonly description: string
  /** `7.1`. Signing in with IAM needs 7.0 or newer. */
  readonly engineVersion: string
  readonly nodeType: string
  readonly port: number
  /** Copies that take over when the primary fails, in other zones. */
  readonly replicas: number
  readonly subnetIds: string[]
  readonly securityGroup: SecurityGroup
  readonly kmsKeyArn: string
  /** Programs sign in as this user, by a token signed with IAM. */
  readonly userName: string
  /** @default what programs need: keys and channels, no administration */
  readonly accessString?: string
  /** Days. @default 1 */
  readonly snapshotRetentionLimit?: number
  /** UTC. @default 'sun:05:00-sun:06:00' */
  readonly maintenanceWindow?: string
  /** UTC, apart from the maintenance window. @default '03:00-04:00' */
  readonly snapshotWindow?: string
}

const ENGINE = 'redis'
const SNAPSHOT_DAYS = 1
const MAINTENANCE_WINDOW = 'sun:05:00-sun:06:00'
const SNAPSHOT_WINDOW = '03:00-04:00'

/** `INFO` counts as dangerous, and clients ask it whether the server is ready. */
const PROGRAM_ACCESS = 'on ~* &* +@all -@admin -@dangerous +info'
/** A user group must have a user `default`: this one is off, so nobody gets in without a name. */
const NOBODY_ACCESS = 'off ~keys* -@all'

/**
 * Redis for messages in flight: encrypted at rest and on the way, reached from the given security group alone, by users
 * who sign in with IAM: a password would stand in Terraform's state. It may be destroyed: it holds no truth, messages are in
 * the database.
 */
export class Redis extends Construct {
  readonly group: ElasticacheReplicationGroup

  constructor(scope: Construct, id: string, props: RedisProps) {
    super(scope, id)
    const { replicationGroupId: name, replicas } = props
    const subnets = new ElasticacheSubnetGroup(this, 'subnets', {
      name,
      description: props.description,
      subnetIds: props.subnetIds,
    })
    this.group = new ElasticacheReplicationGroup(this, 'group', {
      replicationGroupId: name,
      description: props.description,
      engine: ENGINE,
      engineVersion: props.engineVersion,
      nodeType: props.nodeType,
      port: props.port,
      numCacheClusters: replicas + 1,
      automaticFailoverEnabled: replicas > 0,
      multiAzEnabled: replicas > 0,
      subnetGroupName: subnets.name,
      securityGroupIds: [props.securityGroup.groupId],
      userGroupIds: [this.addUsers(props).userGroupId],
      atRestEncryptionEnabled: 'true',
      kmsKeyId: props.kmsKeyArn,
      transitEncryptionEnabled: true,
      autoMinorVersionUpgrade: 'true',
      // At the reviewed apply. Left for the window, the same change would stand in every plan until then.
      applyImmediately: true,
      maintenanceWindow: props.maintenanceWindow ?? MAINTENANCE_WINDOW,
      snapshotRetentionLimit: props.snapshotRetentionLimit ?? SNAPSHOT_DAYS,
      snapshotWindow: props.snapshotWindow ?? SNAPSHOT_WINDOW,
      logDeliveryConfiguration: ['engine-log', 'slow-log'].map((logType) => ({
        logType,
        logFormat: 'json',
        destinationType: 'cloudwatch-logs',
        destination: this.addLogs(logType, props).group.name,
      })),
    })
  }

  private addUsers({ replicationGroupId: name, userName, accessString }: RedisProps): ElasticacheUserGroup {
    const programs = new ElasticacheUser(this, 'programs', {
      // IAM asks for equal id and name.
      userId: userName,
      userName,
      engine: ENGINE,
      accessString: accessString ?? PROGRAM_ACCESS,
      authenticationMode: { type: 'iam' },
    })
    const nobody = new ElasticacheUser(this, 'nobody', {
      userId: `${name}-off`,
      userName: 'default',
      engine: ENGINE,
      accessString: NOBODY_ACCESS,
      // Not `authenticationMode`: ElastiCache answers with another word for it, which every plan would change back.
      noPasswordRequired: true,
    })
    return new ElasticacheUserGroup(this, 'users', {
      userGroupId: name,
      engine: ENGINE,
      userIds: [nobody.userId, programs.userId],
    })
  }

  private addLogs(logType: string, { replicationGroupId, kmsKeyArn }: RedisProps): LogGroup {
    return new LogGroup(this, logType, {
      name: `/aws/elasticache/${replicationGroupId}/${logType}`,
      kmsKeyArn,
    })
  }
}
