import { DbInstance, type DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance'
import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group'
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group'
import { Token } from 'cdktf'
import { Construct } from 'constructs'
import { MasterPassword } from './master-password'
import { PostgresMonitoringRole } from './postgres-monitoring-role'
import { PostgresLogs } from './postgres-logs'
import { postgresParameters } from './postgres-parameters'
import { ReadReplica } from './read-replica'

export interface PostgresProps {
  readonly identifier: string
  /** Major version, such as `16`. */
  readonly engineVersion: string
  readonly instanceClass: string
  readonly port: number
  readonly masterUsername: string
  /** Name in Secrets Manager for the master's password, where RDS cannot keep it itself (see MasterPassword). */
  readonly masterSecretName: string
  /** The database that is made with the server. */
  readonly dbName: string
  /** Private ones, in two zones or more. */
  readonly subnetIds: string[]
  readonly securityGroupIds: string[]
  readonly kmsKeyArn: string
  readonly allocatedStorageGb: number
  /** @default the disk does not grow */
  readonly maxAllocatedStorageGb?: number | undefined
  readonly storageType: 'gp2' | 'gp3'
  readonly multiAz: boolean
  readonly backupRetentionDays: number
  readonly deletionProtection: boolean
  readonly readReplicas: number
  readonly extensions: readonly string[]
  readonly region: string
  readonly accountId: string
  readonly permissionsBoundary: string
}

/** UTC. Backups are done before changes begin. */
const BACKUP_WINDOW = '02:00-02:30'
const MAINTENANCE_WINDOW = 'sun:03:00-sun:04:00'
const MONITORING_SECONDS = 60
/** What costs nothing. */
const PERFORMANCE_INSIGHTS_DAYS = 7

/**
 * A PostgreSQL server that only its VPC reaches, over TLS: encrypted, backed up, watched, ready for logical replication and
 * protected from destruction. Its replicas may come and go.
 */
export class Postgres extends Construct {
  readonly instance: DbInstance
  readonly replicas: readonly ReadReplica[]
  readonly masterSecretArn: string
  private readonly props: PostgresProps

  constructor(scope: Construct, id: string, props: PostgresProps) {
    super(scope, id)
    this.props = props
    const password = new MasterPassword(this, 'master', {
      username: props.masterUsername,
      secretName: props.masterSecretName,
      kmsKeyArn: props.kmsKeyArn,
      managedByRds: props.readReplicas === 0,
    })
    const shared = this.sharedWithReplicas()
    this.instance = new DbInstance(this, 'instance', {
      ...this.engine(),
      ...this.storage(),
      ...this.safety(),
      ...shared,
      ...password.settings,
      identifier: props.identifier,
      // The server subscribes to its source by itself, and Supabase's direct host has an IPv6 address only.
      networkType: 'DUAL',
      dbSubnetGroupName: this.addSubnetGroup().name,
      multiAz: props.multiAz,
      ...new PostgresLogs(this, 'logs', props).settings,
      lifecycle: { preventDestroy: true },
    })
    this.masterSecretArn = password.secretArn(this.instance)
    this.replicas = Array.from({ length: props.readReplicas }, (_, i) => i + 1).map(
      (number) =>
        new ReadReplica(this, `replica-${number}`, {
          ...shared,
          identifier: `${props.identifier}-replica-${number}`,
          source: this.instance,
          kmsKeyArn: props.kmsKeyArn,
        }),
    )
  }

  private engine(): Partial<DbInstanceConfig> {
    const { engineVersion, port, masterUsername, dbName } = this.props
    return {
      engine: 'postgres',
      // The major version alone: RDS takes minor ones in the window, and no plan takes them back.
      engineVersion,
      allowMajorVersionUpgrade: false,
      port,
      username: masterUsername,
      dbName,
      applyImmediately: false,
      maintenanceWindow: MAINTENANCE_WINDOW,
    }
  }

  private storage(): Partial<DbInstanceConfig> {
    const { allocatedStorageGb, maxAllocatedStorageGb, storageType, kmsKeyArn } = this.props
    return {
      allocatedStorage: allocatedStorageGb,
      ...(maxAllocatedStorageGb === undefined ? {} : { maxAllocatedStorage: maxAllocatedStorageGb }),
      storageType,
      storageEncrypted: true,
      kmsKeyId: kmsKeyArn,
    }
  }

  private safety(): Partial<DbInstanceConfig> {
    const { identifier, backupRetentionDays, deletionProtection } = this.props
    return {
      backupRetentionPeriod: backupRetentionDays,
      backupWindow: BACKUP_WINDOW,
      deleteAutomatedBackups: false,
      deletionProtection,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: `${identifier}-final`,
    }
  }

  private sharedWithReplicas() {
    const { identifier, region, accountId, permissionsBoundary, kmsKeyArn, instanceClass, securityGroupIds } =
      this.props
    const role = new PostgresMonitoringRole(this, 'monitoring', {
      name: `${identifier}-monitoring`,
      region,
      accountId,
      permissionsBoundary,
    })
    return {
      instanceClass,
      parameterGroupName: this.addParameterGroup().name,
      vpcSecurityGroupIds: securityGroupIds,
      publiclyAccessible: false,
      autoMinorVersionUpgrade: true,
      caCertIdentifier: 'rds-ca-rsa2048-g1',
      copyTagsToSnapshot: true,
      iamDatabaseAuthenticationEnabled: true,
      monitoringInterval: MONITORING_SECONDS,
      monitoringRoleArn: role.roleArn,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: kmsKeyArn,
      performanceInsightsRetentionPeriod: PERFORMANCE_INSIGHTS_DAYS,
    } satisfies Partial<DbInstanceConfig>
  }

  private addParameterGroup(): DbParameterGroup {
    const { identifier, engineVersion } = this.props
    return new DbParameterGroup(this, 'parameters', {
      // The version is in the name: a server that goes to the next one needs both groups for a while.
      name: `${identifier}-${engineVersion}`,
      description: `PostgreSQL ${engineVersion} with TLS forced and logical replication`,
      family: `postgres${engineVersion}`,
      parameter: postgresParameters(this.props).map((parameter) => ({ ...parameter })),
      lifecycle: { createBeforeDestroy: true },
    })
  }

  private addSubnetGroup(): DbSubnetGroup {
    const { identifier, subnetIds } = this.props
    return new DbSubnetGroup(this, 'subnets', {
      name: identifier,
      description: 'Private subnets of the VPC',
      subnetIds,
    })
  }

  get port(): string {
    return Token.asString(this.instance.port)
  }
}
